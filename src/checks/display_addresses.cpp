// display_addresses: an address in the text beside an originator's address, or one in Reply-To, is
// one that the identity may use: most readers show that text and not the address (RFC 6409, 6.3).
#include "base/text.h"
#include "checks/address_fields.h"
#include "checks/original_author.h"
#include "checks/submitter.h"
#include "mail/shown_address.h"
#include "mail/shown_text.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace msa {
namespace {

Findings findings_for(std::string_view name, const AddrSpec& shown, const Rights& rights) {
    const auto& right = rights.to_use(shown, "text of " + std::string(name));
    const std::string address = printable(to_text(shown));
    switch (right.kind) {
        case Right::Kind::owner:
        case Right::Kind::on_behalf: return {};
        case Right::Kind::cannot_tell:
            return {cannot_tell("who owns " + address + ": " + right.by)};
        case Right::Kind::none: break;
    }
    return {{.what = "the text of " + std::string(name) + " shows " + address +
                     ", which is not the identity's",
             .reply = {550, "5.7.1",
                       "You may not show " + address + " in the text of " + std::string(name)}}};
}

bool is_reply_to(const AddressField& kind) {
    return same_name(kind.name, "Reply-To");
}

/// Answers may go to anybody, so that Reply-To may show whom it names.
bool is_named_in(const AddrSpec& shown, Mailboxes mailboxes) {
    return std::any_of(mailboxes.begin(), mailboxes.end(), [&](const Mailbox* mailbox) {
        return mailbox->address.local_part == shown.local_part &&
               equal_ignoring_case(mailbox->address.domain, shown.domain);
    });
}

/// The addresses that a field shows beside those it names.
std::vector<AddrSpec> shown_in(const HeaderField& field, const std::vector<Address>& addresses,
                               Mailboxes mailboxes) {
    auto shown = addresses_glued_in(field.value, mailboxes);
    for (const auto& text : shown_texts(addresses)) {
        auto found = addresses_shown_by(text);
        shown.insert(shown.end(), std::make_move_iterator(found.begin()),
                     std::make_move_iterator(found.end()));
    }
    return shown;
}

Findings in_field(const HeadersStage& at, const AddressField& kind, const HeaderField& field) {
    if ((!kind.is_originator && !is_reply_to(kind)) || is_left_to_its_author(at, kind.name)) {
        return {};
    }
    const auto& addresses = at.addresses.of(field.value);
    const auto mailboxes = addresses.mailboxes();
    if (!mailboxes) {
        return {};  // address_syntax has said so
    }
    for (const auto& shown : shown_in(field, *addresses.list(), *mailboxes)) {
        if (is_reply_to(kind) && is_named_in(shown, *mailboxes)) {
            continue;
        }
        if (auto findings = findings_for(kind.name, shown, at.rights()); !findings.empty()) {
            return findings;
        }
    }
    return {};
}

struct DisplayAddresses final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (is_from_a_stranger(at)) {
            return {};
        }
        return first_finding(at, [&](const AddressField& kind, const HeaderField& field) {
            return in_field(at, kind, field);
        });
    }
};

}  // namespace

CheckKind display_addresses() {
    return Describe<DisplayAddresses>(
               "display_addresses", "RFC 6409, 6.3",
               "Display names and comments of originators and in Reply-To show no address that is "
               "not the identity's, also to readers who decode before they parse, or skip "
               "quotes, comments and blanks.")
        .replies("550 5.7.1 You may not show ceo@example.com in the text of From");
}

}  // namespace msa
