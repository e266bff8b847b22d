// msa-milter check: the loader of the daemon, run on files under review.
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_key.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "config/rule_files.h"
#include "config/summary.h"
#include "workbench/github_note.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

struct CheckOptions {
    std::vector<std::string> files;  // empty: those of the settings
    std::optional<std::string> config;
    std::string format = "text";
    bool strict = false;
    bool together = false;
    std::optional<std::string> user;
};

/// What was loaded, as it shall be told: with --strict warnings are errors.
struct Told {
    const LoadedRules& loaded;
    bool strict = false;

    [[nodiscard]] std::vector<Diagnostic> diagnostics() const {
        auto sorted = loaded.diagnostics.sorted();
        for (auto& each : sorted) {
            if (strict && !each.is_accepted) {
                each.severity = Diagnostic::Severity::error;
            }
        }
        return sorted;
    }
    [[nodiscard]] bool is_valid() const {
        return loaded.rules != nullptr && !(strict && has_warnings());
    }
    [[nodiscard]] bool has_warnings() const {
        const auto sorted = loaded.diagnostics.sorted();
        return std::any_of(sorted.begin(), sorted.end(), [](const Diagnostic& each) {
            return each.severity == Diagnostic::Severity::warning && !each.is_accepted;
        });
    }
};

std::string_view word(Diagnostic::Severity severity) {
    return severity == Diagnostic::Severity::error ? "error" : "warning";
}

/// An annotation of a review.
std::string github_line(const Diagnostics& diagnostics, const Diagnostic& each) {
    return to_text(GithubNote{.level = word(each.severity),
                              .file = diagnostics.file(),
                              .line = each.place.line,
                              .column = each.place.column,
                              .message = each.message});
}

nlohmann::ordered_json day(const std::optional<RuleSummary::Instant>& end) {
    return end ? nlohmann::ordered_json(last_day(*end)) : nlohmann::ordered_json();
}

nlohmann::ordered_json to_json(const RuleSummary& summary) {
    auto without = nlohmann::ordered_json::array();
    for (const auto& domain : summary.domains_without_key) {
        without.push_back(printable(domain));
    }
    return {{"enforced", summary.enforced},
            {"monitored", summary.monitored},
            {"monitored_until", day(summary.monitored_until)},
            {"off", summary.off},
            {"exceptions", summary.exceptions},
            {"next_exception_ends", day(summary.next_exception_end)},
            {"delegations", summary.delegations},
            {"keys", summary.keys},
            {"domains_without_key", std::move(without)}};
}

nlohmann::ordered_json to_json(const Told& told) {
    const auto& loaded = told.loaded;
    auto found = nlohmann::ordered_json::array();
    for (const auto& each : told.diagnostics()) {
        const auto end = std::min(each.message.find('\n'), each.message.size());
        found.push_back({{"severity", word(each.severity)},
                         {"line", each.place.line},
                         {"column", each.place.column},
                         {"accepted", each.is_accepted},
                         {"message", printable(each.message.substr(0, end), end * 4)}});
        if (end < each.message.size()) {
            found.back()["instead"] = each.message.substr(end + 1);
        }
    }
    nlohmann::ordered_json result{{"file", loaded.diagnostics.file()}, {"valid", told.is_valid()}};
    if (loaded.rules) {
        result["version"] = printable(loaded.rules->version);
        result["hash"] = loaded.rules->hash;
        result["summary"] = to_json(summary_of(*loaded.rules, std::chrono::system_clock::now()));
    }
    result["diagnostics"] = std::move(found);
    return result;
}

void print_text(const Told& told) {
    const auto& loaded = told.loaded;
    for (const auto& each : told.diagnostics()) {
        std::cout << loaded.diagnostics.block_of(each);
    }
    if (told.is_valid()) {
        std::cout << loaded.diagnostics.file() << ": valid, version \""
                  << printable(loaded.rules->version) << "\", " << loaded.rules->hash << "\n    "
                  << summary_of(*loaded.rules, std::chrono::system_clock::now()).text() << '\n';
    }
}

void print_github(const Told& told) {
    for (const auto& each : told.diagnostics()) {
        std::cout << github_line(told.loaded.diagnostics, each);
    }
}

/// The files, each by itself or as a daemon has them together.
Result<std::vector<LoadedRules>> load(const CheckOptions& options) {
    auto services = rule_services();
    add_key_proofs(services);
    const auto now = std::chrono::system_clock::now();
    if (options.files.empty()) {
        const auto settings = load_settings(options.config);
        if (!settings.settings) {
            for (const auto& each : settings.diagnostics.sorted()) {
                std::cerr << settings.diagnostics.block_of(each);
            }
            return Error{"the settings are not valid", settings.diagnostics.kind()};
        }
        if (const auto warning = audit_key_warning(*settings.settings); !warning.empty()) {
            std::cerr << "msa-milter: warning: " << warning << '\n';
        }
        return load_rule_files(settings.settings->rules, services, now).files;
    }
    if (options.together) {
        return load_rule_files(options.files, services, now).files;
    }
    std::vector<LoadedRules> files;
    for (const auto& file : options.files) {
        files.push_back(load_rules(file, services, now));
    }
    return files;
}

void print(const std::vector<LoadedRules>& files, const CheckOptions& options) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& loaded : files) {
        const Told told{loaded, options.strict};
        if (options.format == "json") {
            all.push_back(to_json(told));
        } else if (options.format == "github") {
            print_github(told);
        } else {
            print_text(told);
        }
    }
    if (options.format == "json") {
        std::cout << all.dump(2) << '\n';
    }
}

int check(const CheckOptions& options) {
    if (const auto became = look_as_daemon(options.user); !became) {
        return complain(became.error());
    }
    const auto files = load(options);
    if (!files) {
        return complain(files.error());
    }
    print(*files, options);
    std::optional<ExitStatus> invalid;
    bool warned = false;
    for (const auto& loaded : *files) {
        if (!loaded.rules) {
            const auto status = exit_status(loaded.diagnostics.kind());
            invalid = invalid.value_or(status) == status ? status : exit_bad_config;
        }
        warned = warned || Told{loaded}.has_warnings();
    }
    if (invalid) {
        return *invalid;
    }
    return options.strict && warned ? exit_findings : exit_ok;
}

}  // namespace

void add_check_command(Command& app, int& status) {
    auto options = std::make_shared<CheckOptions>();
    auto* command = app.add_subcommand("check", "Validate rule files, their tables and keys");
    command->add_option("FILE", options->files, "Rule files; absent: those of the settings");
    command->add_option("--config", options->config,
                        std::string("Daemon settings; absent: ") + default_config +
                            " if it exists, or else the defaults");
    command->add_flag("--together", options->together,
                      "The files are those of one daemon: no two may govern the same listener; "
                      "always so without FILE");
    command->add_option("--format", options->format, "How findings are printed")
        ->one_of({"text", "json", "github"})
        ->capture_default_str();
    command->add_flag(
        "--strict", options->strict,
        "Warnings, such as expired exceptions, are errors; exit 1 if there are no others");
    command->add_option(
        "--user", options->user,
        "Root reads keys and tables as this user; absent: msa-milter, if it exists");
    command->footer(
        "Exit status: 0 valid, 1 only what --strict makes an error, 77 only permissions are "
        "missing, 78 "
        "invalid.");
    command->callback([options, &status] { status = check(*options); });
}

}  // namespace msa
