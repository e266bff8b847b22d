// Text from anybody as a JSON string that any reader takes and no terminal misreads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// Appends a JSON string (RFC 8259, 7) of ASCII only, with its quotes. It stands for the octets as
/// well-formed UTF-8, such that different octets stay different: an octet that is not part of a
/// well-formed sequence becomes U+FFFD and its two lower-case hexadecimal digits; a U+FFFD that was
/// there is doubled. Everything else stays, backslashes included.
///
/// What would take more than `limit` octets between the quotes is cut in front of a character, and
/// U+FFFD and `[N octets]` follow, N being the length of `octets`.
void append_json_text(std::string& line, std::string_view octets, std::size_t limit);

}  // namespace msa
