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

}  // namespace msa
