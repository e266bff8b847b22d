#include "commands/daemon_options.h"

#include "command_line/command.h"
#include "commands/control_socket.h"
#include "commands/services.h"
#include "control/control_client.h"

#include <iostream>

namespace msa {

void add_daemon_options(Command& command, DaemonOptions& options) {
    command.add_option("--config", options.config,
                       std::string("Daemon settings, which name the control socket; absent: ") +
                           default_config + " if it exists, or else the defaults");
    command.add_option("--control", options.control,
                       "Control socket, instead of the one in the settings");
}

void add_live_options(Command& command, LiveOptions& options) {
    auto* live = command.add_flag("--live", options.is_live,
                                  "Ask the running daemon, with its present rules and tables");
    live->excludes("--rules")->excludes("--user");
    command
        .add_option("--control", options.control,
                    "Its control socket, instead of the one in the settings")
        ->needs(live);
}

Result<nlohmann::ordered_json> ask_running(const DaemonOptions& options, const std::string& method,
                                           std::chrono::seconds patience,
                                           const nlohmann::ordered_json& parameters) {
    std::string path = options.control.value_or(std::string());
    if (!options.control) {
        const auto loaded = load_settings(options.config);
        if (!loaded.settings) {
            for (const auto& each : loaded.diagnostics.sorted()) {
                std::cerr << "msa-milter: " << loaded.diagnostics.block_of(each);
            }
            return Error{"the settings cannot be read", loaded.diagnostics.kind()};
        }
        path = control_path(*loaded.settings);
    }
    if (path.empty()) {
        return Error{"the settings name no control socket", ErrorKind::bad_config};
    }
    return ask_daemon(path, method, parameters, patience);
}

}  // namespace msa
