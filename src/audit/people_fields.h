// Which header fields name whom.
#pragma once

#include <string_view>

namespace msa {

/// Bcc and Resent-Bcc: who stands there is hidden from everybody else.
[[nodiscard]] bool is_blind_field(std::string_view name);

/// Those, To, Cc, and what MTAs and programs write of recipients.
[[nodiscard]] bool is_recipient_field(std::string_view name);

/// In these a word with `@` is no recipient, unless it is known as one.
[[nodiscard]] bool is_sender_field(std::string_view name);

}  // namespace msa
