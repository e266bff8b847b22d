// A suspension as text: in the file of a host, and sealed in the store that hosts share.
#pragma once

#include "limits/suspension_set.h"

#include <nlohmann/json.hpp>

namespace msa {

/// {id, host, login, why, by, since, until, released?}; instants are seconds since 1970. A login
/// that is no UTF-8 stands in `octets`, in base64.
[[nodiscard]] nlohmann::ordered_json json_of(const KnownSuspension& known);

/// Without an id, as older files have it, it gets one that is the same each time. Throws a
/// nlohmann::json::exception where it is none.
[[nodiscard]] KnownSuspension known_suspension(const nlohmann::ordered_json& json);

}  // namespace msa
