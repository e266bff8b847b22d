#include "mail/readdress.h"

#include <utility>
#include <vector>

namespace msa {

Result<std::optional<std::string>> readdressed(std::string_view field_body,
                                               const Readdress& instead) {
    auto addresses = parse_unqualified_list(field_body);
    if (!addresses) {
        return std::optional<std::string>();
    }
    std::string text;
    std::size_t copied = 0;
    for (const auto& mailbox : all_mailboxes(*std::move(addresses))) {
        const auto other = instead(mailbox.address);
        if (!other) {
            return other.error();
        }
        if (*other) {
            text += field_body.substr(copied, mailbox.begin - copied);
            text += to_text(**other);
            copied = mailbox.end;
        }
    }
    if (copied == 0) {
        return std::optional<std::string>();
    }
    return std::optional(text + std::string(field_body.substr(copied)));
}

}  // namespace msa
