#include "commands/unknown_word.h"

#include "base/text.h"

#include <CLI/CLI.hpp>

namespace msa {
namespace {

std::string no_such(const std::string& kind, const std::string& word,
                    const std::vector<std::string>& known) {
    if (word == "help") {
        return "no " + kind + " 'help'; --help shows what there is";
    }
    const auto near = nearest(word, known);
    return "no " + kind + " '" + printable(word) + "'; " +
           (near ? "did you mean '" + *near + "'?" : "known: " + join(known, ", "));
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

const CLI::App* command_called(const CLI::App& app, const std::string& name) {
    for (const auto* each : commands_of(app)) {
        if (each->get_name() == name) {
            return each;
        }
    }
    return nullptr;
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const auto* each : commands) {
        names.push_back(each->get_name());
    }
    return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

}  // namespace

std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words) {
    const auto* command = &app;
    for (const auto& word : words) {
        if (word == "--") {
            break;
        }
        if (word.starts_with('-')) {
            const auto name = word.substr(0, word.find('='));
            if (command->get_option_no_throw(name) == nullptr) {
                return no_such("option", name, options_of(*command));
            }
            continue;
        }
        const auto commands = commands_of(*command);
        if (commands.empty()) {
            continue;
        }
        const auto* next = command_called(*command, word);
        if (next == nullptr) {
            return no_such("command", word, names_of(commands));
        }
        command = next;
    }
    return {};
}

}  // namespace msa
