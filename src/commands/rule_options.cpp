#include "commands/rule_options.h"

#include "base/text.h"
#include "command_line/command.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/services.h"
#include "config/rule_files.h"

#include <chrono>
#include <iostream>

namespace msa {
namespace {

void print(const Diagnostics& diagnostics) {
    for (const auto& each : diagnostics.sorted()) {
        if (each.severity == Diagnostic::Severity::error) {
            std::cerr << diagnostics.block_of(each);
        }
    }
}

}  // namespace

void add_file_options(Command& command, RuleOptions& options) {
    command
        .add_option("--rules", options.rules,
                    "Rule file, instead of those in the settings; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--config", options.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
    command.add_option("--user", options.user,
                       "Root reads keys and tables as this user; absent: msa-milter, if it exists");
}

void add_rule_options(Command& command, RuleOptions& options) {
    add_file_options(command, options);
    command.add_option("--format", options.format, "How the answer is printed")
        ->one_of({"text", "json"})
        ->capture_default_str();
}

Result<std::vector<LoadedRules>> load_named_rules(const RuleOptions& options,
                                                  const RuleServices& services) {
    if (const auto became = look_as_daemon(options.user); !became) {
        return became.error();
    }
    const auto paths = rule_paths(options);
    return paths ? valid_rule_files(*paths, services, std::chrono::system_clock::now())
                 : paths.error();
}

Result<std::vector<std::string>> rule_paths(const RuleOptions& options) {
    if (!options.rules.empty()) {
        return options.rules;
    }
    const auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        print(loaded.diagnostics);
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    return loaded.settings->rules;
}

Result<std::vector<LoadedRules>> valid_rule_files(const std::vector<std::string>& paths,
                                                  const RuleServices& services,
                                                  std::chrono::system_clock::time_point now) {
    auto loaded = load_rule_files(paths, services, now);
    for (const auto& file : loaded.files) {
        if (!file.rules) {
            print(file.diagnostics);
            return Error{file.diagnostics.file() + ": the rule file is not valid",
                         file.diagnostics.kind()};
        }
    }
    return std::move(loaded.files);
}

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 1000;
    return printable(value, longest);
}

int complain(const Error& error) {
    std::cerr << "msa-milter: " << error.what << '\n';
    return exit_status(error.kind);
}

}  // namespace msa
