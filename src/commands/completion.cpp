// msa-milter completion: what a shell needs to complete the command line, from that command line
// itself.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/completion_scripts.h"
#include "commands/exit_status.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace msa {
namespace {

/// Those of its groups too, which are commands without a name.
void add_options(const Command& source, CompletedCommand& command) {
    for (const auto& option : source.options()) {
        if (option.is_word) {
            command.choices.insert(command.choices.end(), option.choices.begin(),
                                   option.choices.end());
            command.takes_words |= option.choices.empty();
        }
        for (const auto& name : option.names) {
            command.options.push_back({.name = name,
                                       .help = option.help,
                                       .takes_value = option.takes_value,
                                       .choices = option.choices});
        }
    }
    for (const auto& child : source.commands()) {
        if (child->name().empty()) {
            add_options(*child, command);
        } else {
            command.subcommands.push_back(child->name());
        }
    }
}

void add_command(const Command& source, const std::string& path, CompletedCommands& commands) {
    CompletedCommand command{.path = path,
                             .help = source.about(),
                             .subcommands = {},
                             .options = {},
                             .choices = {},
                             .takes_words = false};
    add_options(source, command);
    commands.push_back(std::move(command));
    for (const auto& child : source.commands()) {
        if (!child->name().empty()) {
            add_command(*child, path + ' ' + child->name(), commands);
        }
    }
}

void print(const Command& app, const std::string& shell) {
    CompletedCommands commands;
    add_command(app, "", commands);
    std::cout << (shell == "bash"  ? bash_completion(commands)
                  : shell == "zsh" ? zsh_completion(commands)
                                   : fish_completion(commands));
}

}  // namespace

void add_completion_command(Command& app, int& status) {
    auto shell = std::make_shared<std::string>();
    auto* command =
        app.add_subcommand("completion", "Print what a shell needs to complete these commands");
    command->add_option("SHELL", *shell, "Which shell")
        ->required()
        ->one_of({"bash", "zsh", "fish"});
    command->footer("After `make install` each shell asks for it by itself.");
    command->callback([shell, &app, &status] {
        print(app, *shell);
        status = exit_ok;
    });
}

}  // namespace msa
