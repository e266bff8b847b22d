// What the commands about the audit trail have in common: which files they read.
#pragma once

#include "base/result.h"
#include "commands/progress_bar.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace msa {

class Command;

struct TrailOptions {
    std::vector<std::string> files;     // and folders; empty: the trail of the settings
    std::optional<std::string> config;  // msa-milter.toml
};

/// FILE and --config.
void add_trail_options(Command& command, TrailOptions& options);

/// Files and folders to read. Error: there is nothing at the settings' place, or no settings.
[[nodiscard]] Result<std::vector<std::string>> trail_paths(const TrailOptions& options);

// The subcommands of `audit`.
void add_audit_verify(Command& audit, int& status);
void add_audit_proof(Command& audit, int& status);
void add_audit_export(Command& audit, int& status);
void add_audit_query(Command& audit, int& status);
void add_audit_reveal(Command& audit, int& status);
void add_audit_report(Command& audit, int& status);
void add_audit_expire(Command& audit, int& status);
void add_audit_rules(Command& audit, int& status);

}  // namespace msa
