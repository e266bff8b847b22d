// msa-milter diff: what a new rule file changes, without any mail. Keys are not read.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "workbench/difference.h"
#include "workbench/naming_signer.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace msa {
namespace {

struct DiffOptions {
    std::string old_file;
    std::string new_file;
    std::optional<std::string> user;
    std::string format = "text";
};

struct ReadRules {
    std::shared_ptr<const RuleSet> rules;
    std::string text;
};

Result<ReadRules> read(const std::string& path) {
    std::string text;
    auto services = rule_services();
    services.read_file = [read = services.read_file, &text, &path](const std::string& file) {
        auto octets = read(file);
        if (octets && file == path) {
            text = *octets;
        }
        return octets;
    };
    services.make_signer = [](const SigningSettings& settings) {
        return Result<std::unique_ptr<const Signer>>(naming_signer(settings));
    };
    const auto loaded = load_rules(path, services, std::chrono::system_clock::now());
    if (!loaded.rules) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            if (each.severity == Diagnostic::Severity::error) {
                std::cerr << loaded.diagnostics.block_of(each);
            }
        }
        return Error{path + ": the rule file is not valid", loaded.diagnostics.kind()};
    }
    return ReadRules{loaded.rules, std::move(text)};
}

int diff(const DiffOptions& options) {
    if (const auto became = look_as_daemon(options.user); !became) {
        return complain(became.error());
    }
    const auto before = read(options.old_file);
    if (!before) {
        return complain(before.error());
    }
    const auto after = read(options.new_file);
    if (!after) {
        return complain(after.error());
    }
    const auto difference =
        difference_of(*before->rules, before->text, *after->rules, after->text,
                      {std::chrono::system_clock::now(), std::chrono::minutes(0)});
    if (options.format == "json") {
        std::cout << difference_json(difference);
    } else if (options.format == "github") {
        std::cout << difference_github(difference);
    } else {
        std::cout << difference_text(difference);
    }
    return difference.matters() ? exit_findings : exit_ok;
}

}  // namespace

void add_diff_command(Command& app, int& status) {
    auto options = std::make_shared<DiffOptions>();
    auto* command = app.add_subcommand("diff", "What a new rule file changes, without any mail");
    command->add_option("OLD", options->old_file, "The old rule file")->required();
    command->add_option("NEW", options->new_file, "The new rule file")->required();
    command->add_option("--user", options->user,
                        "Root reads tables as this user; absent: msa-milter, if it exists");
    command->add_option("--format", options->format, "How differences are printed")
        ->one_of({"text", "json", "github"})
        ->capture_default_str();
    command->footer(
        "Exit status: 0 no message is judged differently, 1 some may be, 77 or 78 as `check`.");
    command->callback([options, &status] { status = diff(*options); });
}

}  // namespace msa
