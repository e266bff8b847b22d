// Address fields in which a program left the place of the address empty: `<>`, `"Alice" <>`.
#pragma once

#include <string_view>

namespace msa {

/// Nothing at all, an empty quoted-string, or empty angle brackets behind nothing or a display
/// name; comments beside them count for nothing. Every reader sees no address there.
[[nodiscard]] bool names_nobody(std::string_view field_body);

}  // namespace msa
