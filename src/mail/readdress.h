// Addresses replaced in a field, all else left as it was.
#pragma once

#include "base/result.h"
#include "mail/address.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The address to use instead, nothing where it shall stay, or why that cannot be told. The domain
/// is empty where the field has none.
using Readdress = std::function<Result<std::optional<AddrSpec>>(const AddrSpec&)>;

/// The field body with its addresses replaced, display names and comments kept (RFC 6409, 8.8);
/// nothing where all stay, or where the field holds no list that could be read. The error is that
/// of `instead`.
[[nodiscard]] Result<std::optional<std::string>> readdressed(std::string_view field_body,
                                                             const Readdress& instead);

}  // namespace msa
