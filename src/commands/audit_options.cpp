#include "commands/audit_options.h"

#include "command_line/command.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "trail/trail_files.h"

#include <iostream>

namespace msa {
void add_trail_options(Command& command, TrailOptions& options) {
    command.add_option("FILE", options.files,
                       "Trail files, or folders with them, under any names, .gz and .zst too; "
                       "absent: the trail that the settings name");
    command.add_option("--config", options.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
}

Result<std::vector<std::string>> trail_paths(const TrailOptions& options) {
    if (!options.files.empty()) {
        return options.files;
    }
    const auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    const auto& trail = loaded.settings->audit;
    auto paths = paths_beside(trail);
    if (paths.empty()) {
        return Error{trail + ": no trail file is there, or it may not be read",
                     ErrorKind::unavailable};
    }
    return paths;
}

}  // namespace msa
