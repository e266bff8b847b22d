// Which rule files a command looks at, and as whom: for those that ask the rules a question.
#pragma once

#include "config/rule_file.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class Command;

struct RuleOptions {
    std::vector<std::string> rules;  // empty: those of the settings
    std::optional<std::string> config;
    std::optional<std::string> user;
    std::string format = "text";  // or "json"
};

/// --rules, --config and --user.
void add_file_options(Command& command, RuleOptions& options);
/// These and --format.
void add_rule_options(Command& command, RuleOptions& options);

/// Those that are named, or else those of the settings; what is wrong with these is printed.
[[nodiscard]] Result<std::vector<std::string>> rule_paths(const RuleOptions& options);

/// The files, loaded whole as the daemon would, and as its user. What is wrong with them is
/// printed; then the error says so.
[[nodiscard]] Result<std::vector<LoadedRules>> load_named_rules(const RuleOptions& options,
                                                                const RuleServices& services);

/// These files, loaded whole as whoever calls; errors as above.
[[nodiscard]] Result<std::vector<LoadedRules>> valid_rule_files(
    const std::vector<std::string>& paths, const RuleServices& services,
    std::chrono::system_clock::time_point now);

/// A value in an answer, safe for a terminal; cut after 1000 octets.
[[nodiscard]] std::string shown(std::string_view value);

/// Says so on standard error; the exit status.
[[nodiscard]] int complain(const Error& error);

}  // namespace msa
