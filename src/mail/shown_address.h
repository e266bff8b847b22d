// Addresses that a text shows to a reader, or gives to a program that reads it again.
#pragma once

#include "mail/address.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What looks like an address of a qualified domain, each as it looks: without hidden characters,
/// compatibility forms (the full-width `@`) and the stops of other scripts as what they resemble. A
/// local part may be wrong in ways that no parser takes; it is as wide as its octets allow,
/// quotation marks in front left out. `@example.com` with nothing in front is no address.
[[nodiscard]] std::vector<AddrSpec> addresses_in(std::string_view text);

/// Those of a display name or comment as careless readers see them, who decode before they parse,
/// or skip comments, quotes, backslashes, and blanks around `@` and `.`. Encoded-words are as they
/// are written. Prose stays prose: `Sales @Example.com`, where nothing would have it read again.
[[nodiscard]] std::vector<AddrSpec> addresses_shown_by(std::string_view text);

/// Those that the mailboxes of a field become where a comment beside one ends early for the reader,
/// who skips a backslash or decodes an encoded-word before he parses: `a@b.example (x\) .net)`.
/// What the mailboxes are without that is not among them. The mailboxes stand in their order.
[[nodiscard]] std::vector<AddrSpec> addresses_glued_in(std::string_view field_body,
                                                       std::span<const Mailbox* const> mailboxes);

}  // namespace msa
