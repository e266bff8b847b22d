// The keys of tables.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// A key as somebody wrote it, in the form in which tables are asked for it: `local@domain` becomes
/// an address key (mail/address_key.h), the domain of `@domain` lower-case A-labels; what holds no
/// `@` is a login and is folded (A-Z only), as is `/O=...`, the name of a certificate. Errors: none
/// of these.
[[nodiscard]] Result<std::string> table_key(std::string_view written);

/// How Postfix looks for an address in a file of postmap(1) first, where that is another text than
/// the key: with the local part in quotes, if it needs them.
[[nodiscard]] std::optional<std::string> quoted_key(std::string_view key);

/// Whether the text is well-formed UTF-8 without control characters, as keys and values must be.
[[nodiscard]] bool is_table_text(std::string_view text);

}  // namespace msa
