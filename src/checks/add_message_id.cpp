// add_message_id: a message without Message-ID gets one (RFC 6409, 8.3; RFC 5322, 3.6.4).
#include "mail/domain.h"
#include "mail/message_id.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// The MTA's own name, so that all of a site's ids end alike; ours where it has none to show.
std::string right_side(const HeadersStage& at) {
    auto name = a_labels(at.session.mta_name);
    return name ? *std::move(name) : at.site;
}

struct AddMessageId final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers.count("Message-ID") != 0) {
            return {};
        }
        const auto id = make_message_id(at.now.time, at.unique, right_side(at));
        return {{.what = "no Message-ID field",
                 .reply = {554, "5.6.0", "A Message-ID field is needed"},
                 .repair = {{FieldChange::Kind::append, "Message-ID", ' ' + id}}}};
    }
};

}  // namespace

CheckKind add_message_id() {
    return Describe<AddMessageId>("add_message_id", "RFC 6409, 8.3",
                                  "A missing Message-ID is added.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
