// Message-ID of RFC 5322, 3.6.4.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace msa {

/// `<time.random@host>`: unique, and telling nothing of client or login. `random` must be unique
/// per call (at least 64 bits, hexadecimal); `host` a valid domain name.
[[nodiscard]] std::string make_message_id(std::chrono::system_clock::time_point instant,
                                          std::string_view random, std::string_view host);

/// One msg-id without obsolete forms: `<dot-atom-text@dot-atom-text>` or
/// `<dot-atom-text@[literal]>`, white space and comments only around it (RFC 5322, 3.6.4; RFC
/// 6532, 3.3). Takes what follows the colon.
[[nodiscard]] bool is_message_id(std::string_view field_body);

/// What is wrong with what is none, for its author; empty where it is one.
[[nodiscard]] std::string message_id_fault(std::string_view field_body);

}  // namespace msa
