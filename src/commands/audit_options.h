// What the commands about the audit trail have in common: which files they read.
#pragma once

#include "base/result.h"
#include "commands/progress_bar.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace msa {

struct TrailOptions {
    std::vector<std::string> files;     // and folders; empty: the trail of the settings
    std::optional<std::string> config;  // msa-milter.toml
};

/// FILE and --config.
void add_trail_options(CLI::App& command, TrailOptions& options);

/// Files and folders to read. Error: there is nothing at the settings' place, or no settings.
[[nodiscard]] Result<std::vector<std::string>> trail_paths(const TrailOptions& options);

// The subcommands of `audit`.
void add_audit_verify(CLI::App& audit, int& status);
void add_audit_proof(CLI::App& audit, int& status);
void add_audit_export(CLI::App& audit, int& status);
void add_audit_query(CLI::App& audit, int& status);
void add_audit_reveal(CLI::App& audit, int& status);
void add_audit_report(CLI::App& audit, int& status);
void add_audit_expire(CLI::App& audit, int& status);
void add_audit_rules(CLI::App& audit, int& status);

}  // namespace msa
