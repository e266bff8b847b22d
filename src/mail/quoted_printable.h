// Quoted-printable (RFC 2045, 6.7).
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// The text, whose lines end with CRLF, in lines of at most 76 characters. It decodes to the same
/// octets. What relays or mailboxes might take for something else is encoded too: `From ` at the
/// start of a line, a line that is a single period (RFC 2049, 3).
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace msa
