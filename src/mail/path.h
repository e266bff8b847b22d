// Reverse-path and forward-path of MAIL FROM and RCPT TO (RFC 5321, 4.1.2; RFC 6531, 3.3).
#pragma once

#include "base/result.h"
#include "mail/address.h"

#include <string_view>

namespace msa {

struct Path {
    AddrSpec address;               // both parts empty: the null reverse-path
    bool has_source_route = false;  // @a,@b: in front was read and ignored (RFC 5321, app. C)

    [[nodiscard]] bool is_null() const {
        return address.local_part.empty() && address.domain.empty();
    }
    /// `<Postmaster>` without a domain (RFC 5321, 4.1.1.3): local part set, domain empty.
    [[nodiscard]] bool is_bare_postmaster() const {
        return !address.local_part.empty() && address.domain.empty();
    }
};

/// The argument as the client typed it, brackets included. Limits of RFC 5321, 4.5.3.1 (64, 255,
/// 256 octets). The error says what is wrong.
[[nodiscard]] Result<Path> parse_reverse_path(std::string_view argument);
[[nodiscard]] Result<Path> parse_forward_path(std::string_view argument);

}  // namespace msa
