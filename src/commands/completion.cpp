// msa-milter completion: what a shell needs to complete the command line, from that command line
// itself.
#include "commands/commands.h"
#include "commands/completion_scripts.h"
#include "commands/exit_status.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace msa {
namespace {

/// `TEXT:{syslog,stderr}`: how the library tells a choice.
std::vector<std::string> choices_of(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    const auto begin = type.find('{');
    const auto end = type.find('}');
    return begin == std::string::npos || end == std::string::npos
               ? std::vector<std::string>()
               : CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

/// Those of its groups too, which are commands without a name.
void add_options(const CLI::App& app, CompletedCommand& command) {
    for (const auto* option : app.get_options()) {
        if (option->get_positional()) {
            const auto choices = choices_of(*option);
            command.choices.insert(command.choices.end(), choices.begin(), choices.end());
            command.takes_words |= choices.empty();
        }
        for (const auto& name : option->get_lnames()) {
            command.options.push_back({.name = "--" + name,
                                       .help = option->get_description(),
                                       .takes_value = option->get_items_expected_max() > 0,
                                       .choices = choices_of(*option)});
        }
    }
    for (const auto* child : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (child->get_name().empty()) {
            add_options(*child, command);
        } else {
            command.subcommands.push_back(child->get_name());
        }
    }
}

void add_command(const CLI::App& app, const std::string& path, CompletedCommands& commands) {
    CompletedCommand command{.path = path,
                             .help = app.get_description(),
                             .subcommands = {},
                             .options = {},
                             .choices = {},
                             .takes_words = false};
    add_options(app, command);
    commands.push_back(std::move(command));
    for (const auto* child : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (!child->get_name().empty()) {
            add_command(*child, path + ' ' + child->get_name(), commands);
        }
    }
}

void print(const CLI::App& app, const std::string& shell) {
    CompletedCommands commands;
    add_command(app, "", commands);
    std::cout << (shell == "bash"  ? bash_completion(commands)
                  : shell == "zsh" ? zsh_completion(commands)
                                   : fish_completion(commands));
}

}  // namespace

void add_completion_command(CLI::App& app, int& status) {
    auto shell = std::make_shared<std::string>();
    auto* command =
        app.add_subcommand("completion", "Print what a shell needs to complete these commands");
    command->add_option("SHELL", *shell, "Which shell")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->footer("`make install` puts it where each shell looks.");
    command->callback([shell, &app, &status] {
        print(app, *shell);
        status = exit_ok;
    });
}

}  // namespace msa
