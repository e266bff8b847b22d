// msa-milter check: the loader of the daemon, run on files under review.
#include "base/text.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/services.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace msa {
namespace {

struct CheckOptions {
    std::vector<std::string> files{"/etc/msa-milter/rules/submission.toml"};
    std::string format = "text";
    bool strict = false;
    std::optional<std::string> user;
};

std::string_view word(Diagnostic::Severity severity) {
    return severity == Diagnostic::Severity::error ? "error" : "warning";
}

/// An annotation of a review (workflow command syntax): `%`, CR and LF are its own.
std::string github_line(const Diagnostics& diagnostics, const Diagnostic& each) {
    std::string message;
    for (const char c : each.message) {
        message += c == '%' ? "%25" : std::string(1, c);
    }
    return "::" + std::string(word(each.severity)) + " file=" + diagnostics.file() +
           ",line=" + std::to_string(each.place.line) +
           ",col=" + std::to_string(each.place.column) + "::" + message + '\n';
}

nlohmann::ordered_json to_json(const LoadedRules& loaded) {
    auto found = nlohmann::ordered_json::array();
    for (const auto& each : loaded.diagnostics.sorted()) {
        found.push_back({{"severity", word(each.severity)},
                         {"line", each.place.line},
                         {"column", each.place.column},
                         {"message", printable(each.message, each.message.size() * 4)}});
    }
    nlohmann::ordered_json result{{"file", loaded.diagnostics.file()},
                                  {"valid", loaded.rules != nullptr}};
    if (loaded.rules) {
        result["version"] = printable(loaded.rules->version);
        result["hash"] = loaded.rules->hash;
    }
    result["diagnostics"] = std::move(found);
    return result;
}

void print_text(const LoadedRules& loaded) {
    for (const auto& each : loaded.diagnostics.sorted()) {
        std::cout << loaded.diagnostics.block_of(each);
    }
    if (loaded.rules) {
        std::cout << loaded.diagnostics.file() << ": valid, version \""
                  << printable(loaded.rules->version) << "\", " << loaded.rules->hash << '\n';
    }
}

void print_github(const LoadedRules& loaded) {
    for (const auto& each : loaded.diagnostics.sorted()) {
        std::cout << github_line(loaded.diagnostics, each);
    }
}

int check(const CheckOptions& options) {
    if (const auto became = look_as_daemon(options.user); !became) {
        std::cerr << "msa-milter: " << became.error().what << '\n';
        return exit_status(became.error().kind);
    }
    const auto services = rule_services();
    auto all = nlohmann::ordered_json::array();
    std::optional<ExitStatus> invalid;
    bool warned = false;
    for (const auto& file : options.files) {
        const auto loaded = load_rules(file, services, std::chrono::system_clock::now());
        if (!loaded.rules) {
            const auto status = exit_status(loaded.diagnostics.kind());
            invalid = invalid.value_or(status) == status ? status : exit_bad_config;
        }
        warned = warned || loaded.diagnostics.sorted().size() > loaded.diagnostics.errors();
        if (options.format == "json") {
            all.push_back(to_json(loaded));
        } else if (options.format == "github") {
            print_github(loaded);
        } else {
            print_text(loaded);
        }
    }
    if (options.format == "json") {
        std::cout << all.dump(2) << '\n';
    }
    if (invalid) {
        return *invalid;
    }
    return options.strict && warned ? exit_findings : exit_ok;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
    auto options = std::make_shared<CheckOptions>();
    auto* command = app.add_subcommand("check", "Validate rule files, their tables and keys");
    command->add_option("FILE", options->files, "Rule files")->capture_default_str();
    command->add_option("--format", options->format, "How findings are printed")
        ->check(CLI::IsMember({"text", "json", "github"}))
        ->capture_default_str();
    command->add_flag("--strict", options->strict,
                      "Exit 1 where there are warnings, such as expired exceptions");
    command->add_option("--user", options->user,
                        "As whom root looks at keys and tables; absent: msa-milter, if it exists");
    command->footer(
        "Exit status: 0 valid, 1 warnings with --strict, 77 only permissions are missing, 78 "
        "invalid.");
    command->callback([options, &status] { status = check(*options); });
}

}  // namespace msa
