// MIME parameters beyond ASCII. Internal to mail/: callers want encoded_field.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The value of a MIME field with each parameter beyond ASCII as an extended one (RFC 2231, 4), in
/// sections where it is long (3); one that stands there already with the same value goes. Octets
/// beyond ASCII that are left are not in parameters. Nothing where a parameter cannot be read with
/// certainty, or steers how the message is read: charset, boundary. `value` must have passed
/// check_octets().
[[nodiscard]] std::optional<std::string> encoded_parameters(std::string_view value);

}  // namespace msa
