#include "checks/new_message_id.h"

#include "mail/domain.h"
#include "mail/message_id.h"

namespace msa {

std::string new_message_id(const HeadersStage& at, std::string_view which) {
    const auto mta_name = a_labels(at.session.mta_name);
    return make_message_id(at.now.time, at.unique + std::string(which),
                           mta_name ? *mta_name : at.site);
}

}  // namespace msa
