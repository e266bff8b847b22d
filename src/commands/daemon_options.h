// Which daemon a command asks, for those that ask the running one.
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {

class Command;

struct DaemonOptions {
    std::optional<std::string> config;
    std::optional<std::string> control;  // instead of the settings'
};

/// --config and --control.
void add_daemon_options(Command& command, DaemonOptions& options);

/// For commands that read rules themselves, or ask the daemon that has them in force.
struct LiveOptions {
    bool is_live = false;
    std::optional<std::string> control;  // instead of the settings'
};

/// --live and --control, behind --rules and --config.
void add_live_options(Command& command, LiveOptions& options);

/// What the daemon answers. Errors: those of ask_daemon(), and settings that cannot be read, which
/// are printed.
[[nodiscard]] Result<nlohmann::ordered_json> ask_running(
    const DaemonOptions& options, const std::string& method, std::chrono::seconds patience,
    const nlohmann::ordered_json& parameters = nlohmann::ordered_json::object());

}  // namespace msa
