// Files of the daemon that outlive it, and where they stand when nobody says so.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// What the settings name, or else NAME in systemd's StateDirectory. Empty: nowhere, as with
/// "none".
[[nodiscard]] std::string state_file(const std::optional<std::string>& setting,
                                     std::string_view name);

}  // namespace msa
