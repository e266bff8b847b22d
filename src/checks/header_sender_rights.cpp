// header_sender_rights: a Sender is one mailbox and the identity's own (RFC 5322, 3.6.2). A foreign
// one, which programs show as the author, is replaced where From does not show the identity, and
// taken out where it does (RFC 6409, 8.1).
#include "base/text.h"
#include "checks/address_rights.h"
#include "checks/original_author.h"
#include "checks/submitter.h"
#include "mail/address.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct HeaderSenderRights final : Check {
    bool list_senders = true;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto* field = at.headers->find("Sender");
        if (field == nullptr) {
            return {};
        }
        if (at.headers->count("Sender") > 1) {
            return {malformed("more than one Sender field")};
        }
        const auto sender = at.addresses.mailbox_of(field->value);
        if (!sender) {
            return {{.what = "Sender: " + sender.error().what + ": " + printable(field->value),
                     .reply = {554, "5.1.7", "Bad address in Sender: " + sender.error().what}}};
        }
        auto findings = right_findings((*sender)->address, at.rights(), RightNeeded::owner,
                                       "Sender", "in Sender");
        if (findings.empty() || (list_senders && is_left_to_its_author(at, "Sender"))) {
            return {};
        }
        if (findings.front().cannot_tell) {
            return findings;
        }
        FieldChange repair{FieldChange::Kind::remove, "Sender", {}};
        if (!from_shows_submitter(at)) {
            auto own = sender_of_submitter(at);
            if (auto* finding = std::get_if<Finding>(&own)) {
                return {std::move(*finding)};
            }
            repair = {FieldChange::Kind::replace, "Sender", std::get<std::string>(own)};
        }
        findings.front().repair = {std::move(repair)};
        return findings;
    }
};

}  // namespace

CheckKind header_sender_rights() {
    return Describe<HeaderSenderRights>("header_sender_rights", "RFC 6409, 8.1; RFC 5322, 3.6.2",
                                        "A Sender field is one mailbox that the identity owns; a "
                                        "foreign one is replaced or removed.")
        .action(Action::repair)
        .repairs()
        .option("list_senders", &HeaderSenderRights::list_senders,
                "Keep the Sender that somebody else's list gave to mail that is only resent.")
        .replies("554 5.1.7 Bad address in Sender: no `@` in the address at octet 7");
}

}  // namespace msa
