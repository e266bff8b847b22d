// Settings of a daemon's trail.
#pragma once

#include "wire/daemon.h"
#include "wire/program.h"

#include <fstream>
#include <string>
#include <string_view>

namespace msa::wire {

/// Adds lines to the daemon's settings, in [audit], from its next start on.
inline void write_audit_settings(const Daemon& daemon, std::string_view lines) {
    auto text = contents(daemon.path("settings.toml"));
    if (const auto at = text.find("audit = "); at != std::string::npos) {
        text.erase(at, text.find('\n', at) + 1 - at);
        text += "[audit]\nfile = \"" + daemon.path("audit.jsonl") + "\"\n";
    }
    std::ofstream(daemon.path("settings.toml")) << text << lines;
}

}  // namespace msa::wire
