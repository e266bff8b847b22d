#include "policy/resending.h"

#include "base/text.h"
#include "mail/resent.h"
#include "ownership/authorship.h"

#include <algorithm>

namespace msa {

namespace {

bool may_use(const Mailbox& mailbox, std::string_view field, const Rights& rights) {
    const auto kind = rights.to_use(mailbox.address, field).kind;
    return kind == Right::Kind::owner || kind == Right::Kind::on_behalf;
}

bool may_use_all(const HeaderField& field, const HeadersStage& at) {
    const auto mailboxes = at.addresses.of(field.value).mailboxes_without_groups();
    const auto name = bare_name(field.name);
    return mailboxes &&
           std::all_of(mailboxes->begin(), mailboxes->end(), [&](const Mailbox* mailbox) {
               return may_use(*mailbox, name, at.rights());
           });
}

bool is_resent_field(std::string_view name) {
    constexpr std::string_view prefix = "Resent-";
    return equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

// Results of authentication are no part of what the author wrote, and whoever forges them must not
// be helped by resending (RFC 8601, 5).
bool is_of_resending(const FieldChange& change, const ResentNames& newest) {
    if (same_name(change.name, "Bcc") || same_name(change.name, "Resent-Bcc") ||
        same_name(change.name, "Authentication-Results")) {
        return true;
    }
    const bool is_new =
        change.kind == FieldChange::Kind::append || change.kind == FieldChange::Kind::prepend;
    const bool is_newest =
        change.nth == 1 && newest.count(ascii_lower(bare_name(change.name))) != 0;
    return is_resent_field(change.name) && (is_new || is_newest);
}

}  // namespace

bool is_resent_by_submitter(const HeadersStage& at) {
    const auto blocks = resent_blocks(at.headers);
    if (blocks.empty()) {
        return false;
    }
    const auto* from = blocks.front().find("Resent-From");
    const auto* sender = blocks.front().find("Resent-Sender");
    return from != nullptr && may_use_all(*from, at) &&
           (sender == nullptr || may_use_all(*sender, at));
}

bool is_original_kept(const HeadersStage& at) {
    const bool is_mended_behind_us =
        at.session.host == MtaKind::sendmail &&
        authorship(at.headers, at.rights(), at.addresses).objection.empty();
    return !is_mended_behind_us && is_resent_by_submitter(at);
}

bool is_from_others(const HeadersStage& at) {
    const auto* from = at.headers->find("From");
    const auto authors = at.addresses.of(from == nullptr ? "" : from->value).mailboxes();
    return authors && !authors->empty() &&
           std::all_of(authors->begin(), authors->end(), [&](const Mailbox* author) {
               return at.rights().to_use(author->address, "From").kind == Right::Kind::none;
           });
}

ResentNames newest_resent_names(const HeaderList& headers) {
    const auto blocks = resent_blocks(headers);
    ResentNames names;
    if (!blocks.empty()) {
        for (const auto* field : blocks.front().fields) {
            names.insert(ascii_lower(bare_name(field->name)));
        }
    }
    return names;
}

bool touches_original(const Finding& finding, const ResentNames& newest) {
    return finding.body || !std::all_of(finding.repair.begin(), finding.repair.end(),
                                        [&newest](const FieldChange& change) {
                                            return is_of_resending(change, newest);
                                        });
}

}  // namespace msa
