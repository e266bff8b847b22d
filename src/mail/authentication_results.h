// Authentication-Results (RFC 8601): whose results a field claims to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The authserv-id of a field body, as written but unquoted: `[CFWS] authserv-id [CFWS version]
/// [CFWS] (";" | end)` (RFC 8601, 2.2). Nothing: it cannot be read.
[[nodiscard]] std::optional<std::string> read_authserv_id(std::string_view field_body);

}  // namespace msa
