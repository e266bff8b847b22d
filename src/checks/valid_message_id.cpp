// valid_message_id: a Message-ID that is none is replaced (RFC 6409, 8.3; RFC 5322, 3.6.4), and so
// is a Resent-Message-ID. The record keeps the old one, which users search for. Resent mail keeps
// its author's Message-ID (RFC 5322, 3.6.6); In-Reply-To and References are never touched: they tie
// threads.
#include "base/text.h"
#include "checks/new_message_id.h"
#include "mail/message_id.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding bad_id(const HeaderField& field, const std::string& name, std::size_t nth, std::string id) {
    return {
        .what = name + " is not valid: " + printable(trimmed(field.value)),
        .reply = {554, "5.6.0", name + " must be <left@right>: " + message_id_fault(field.value)},
        .repair = {{FieldChange::Kind::replace, name, ' ' + std::move(id), nth}}};
}

struct ValidMessageId final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        const auto* own = at.headers->find("Message-ID");
        const bool is_resent = at.headers->count("Resent-From") != 0;
        if (own != nullptr && !is_resent && !is_message_id(own->value)) {
            findings.push_back(bad_id(*own, "Message-ID", 1, new_message_id(at)));
        }
        for (std::size_t nth = 1; const auto* field = at.headers->find("Resent-Message-ID", nth);
             ++nth) {
            if (!is_message_id(field->value)) {
                findings.push_back(bad_id(*field, "Resent-Message-ID", nth,
                                          new_message_id(at, "r" + std::to_string(nth))));
            }
        }
        return findings;
    }
};

}  // namespace

CheckKind valid_message_id() {
    return Describe<ValidMessageId>("valid_message_id", "RFC 6409, 8.3; RFC 5322, 3.6.4",
                                    "A Message-ID that is not valid is replaced.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("554 5.6.0 Message-ID must be <left@right>: no `@` at octet 7");
}

}  // namespace msa
