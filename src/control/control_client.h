// Who asks the running daemon: the commands.
#pragma once

#include "base/result.h"

#include <chrono>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {

/// What the daemon behind the control socket at `path` answers. Errors: unavailable where nobody is
/// there, or nobody answers in time; no_permission; and what the daemon itself says, bad_input.
[[nodiscard]] Result<nlohmann::ordered_json> ask_daemon(const std::string& path,
                                                        const std::string& method,
                                                        const nlohmann::ordered_json& parameters,
                                                        std::chrono::milliseconds patience);

}  // namespace msa
