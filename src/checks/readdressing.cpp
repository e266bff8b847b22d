#include "checks/readdressing.h"

#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/domain.h"

#include <utility>

namespace msa {
namespace {

/// Of a field that is longer, the reply shows the start.
constexpr std::size_t longest_shown = 100;

Finding replaced(const std::string& where, std::string_view before, std::string_view after,
                 const ReplyCodes& codes) {
    return {.what = where + ": " + printable(before) + " becomes " + printable(after),
            .reply = {codes.basic, codes.enhanced,
                      "Write " + printable(after, longest_shown) + " instead of " +
                          printable(before, longest_shown) + " in " + where}};
}

/// `<bob>`, which is no path, as the mailbox without domain that it means.
std::optional<AddrSpec> local_part_alone(std::string_view argument) {
    if (argument.size() < 3 || argument.front() != '<' || argument.back() != '>') {
        return std::nullopt;
    }
    argument = argument.substr(1, argument.size() - 2);
    const auto list = parse_unqualified_list(argument);
    const auto* mailbox =
        list && list->size() == 1 ? std::get_if<Mailbox>(&list->front()) : nullptr;
    const bool is_alone = mailbox != nullptr && mailbox->begin == 0 &&
                          mailbox->end == argument.size() && mailbox->address.domain.empty();
    return is_alone ? std::optional(mailbox->address) : std::nullopt;
}

Findings readdress_path(const std::string& where, const std::optional<Path>& path,
                        const std::string& argument, const Readdress& instead,
                        const ReplyCodes& codes) {
    const auto address = path ? std::optional(path->address) : local_part_alone(argument);
    if (!address || address->local_part.empty() || (path && path->is_bare_postmaster())) {
        return {};
    }
    const auto other = instead(*address);
    if (!other) {
        return {cannot_tell(other.error().what)};
    }
    if (!*other) {
        return {};
    }
    const auto before = address->domain.empty() ? address->local_part : to_text(*address);
    auto finding = replaced(where, before, to_text(**other), codes);
    finding.readdress = **other;
    return {std::move(finding)};
}

bool is_of_sender(const AddressField& kind) {
    return kind.is_originator || kind.name == "Reply-To";
}

}  // namespace

Findings readdress_sender(const MailStage& at, const Readdress& instead, const ReplyCodes& codes) {
    return readdress_path("MAIL FROM", at.envelope->sender, at.envelope->sender_argument, instead,
                          codes);
}

Findings readdress_recipient(const RecipientStage& at, const Readdress& instead,
                             const ReplyCodes& codes) {
    return readdress_path("RCPT TO", at.recipient->path, at.recipient->argument, instead, codes);
}

Findings readdress_fields(const HeadersStage& at, AddressFields which, const Readdress& instead,
                          const ReplyCodes& codes) {
    Findings findings;
    for (const auto& kind : address_fields()) {
        if (which == AddressFields::of_sender && !is_of_sender(kind)) {
            continue;
        }
        const std::string name(kind.name);
        for (std::size_t nth = 1; const auto* field = at.headers->find(name, nth); ++nth) {
            auto value = readdressed(field->value, instead);
            if (!value) {
                return {cannot_tell(value.error().what)};
            }
            if (*value) {
                auto finding = replaced(name, trimmed(field->value), trimmed(**value), codes);
                finding.repair = {{FieldChange::Kind::replace, name, **value, nth}};
                findings.push_back(std::move(finding));
            }
        }
    }
    return findings;
}

Result<std::optional<std::string>> domain_in(const Lookups& lookups, const Table& table,
                                             std::string_view key) {
    const auto& answer = lookups.ask(table, key);
    if (!answer) {
        return answer.error();
    }
    if (!answer->found) {
        return std::optional<std::string>();
    }
    if (answer->values.size() != 1 || !a_labels(answer->values.front()) ||
        !is_fully_qualified(answer->values.front())) {
        return Error{"the table's value for " + printable(key) + " is not one qualified domain"};
    }
    return std::optional(answer->values.front());
}

}  // namespace msa
