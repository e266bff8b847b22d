// Text from anybody as text that any JSON reader takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// The octets as well-formed UTF-8, such that different octets stay different: an octet that is not
/// part of a well-formed sequence becomes U+FFFD and its two lower-case hexadecimal digits; a
/// U+FFFD that was there is doubled. Everything else stays, backslashes included.
///
/// What would take more than `limit` octets in an ASCII-only JSON string is cut in front of a
/// character, and U+FFFD and `[N octets]` follow, N being the length of `octets`.
[[nodiscard]] std::string json_text(std::string_view octets, std::size_t limit);

}  // namespace msa
