#include "audit/blind_form.h"

#include "base/text.h"
#include "mail/domain.h"
#include "mail/masked_list.h"

#include <algorithm>

namespace msa {

std::string blind_form(const HeaderFact& field, const std::vector<TableFact>& asked) {
    if (!field.value || trimmed(*field.value).empty()) {
        return {};
    }
    const auto was_asked = [&asked](std::string_view domain) {
        const auto labels = a_labels(domain);
        return std::any_of(asked.begin(), asked.end(), [&](const TableFact& each) {
            return each.key == domain || (labels && each.key == *labels);
        });
    };
    return masked_list(*field.value, was_asked).value_or("");
}

}  // namespace msa
