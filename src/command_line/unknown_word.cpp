#include "command_line/unknown_word.h"

#include "base/text.h"
#include "command_line/command.h"

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

const Command* command_called(const Command& command, const std::string& name) {
    for (const auto& each : command.commands()) {
        if (each->name() == name) {
            return each.get();
        }
    }
    return nullptr;
}

/// Groups of options have none.
std::vector<std::string> names_of_commands(const Command& command) {
    std::vector<std::string> names;
    for (const auto& each : command.commands()) {
        if (!each->name().empty()) {
            names.push_back(each->name());
        }
    }
    return names;
}

/// Those of its groups, too.
std::vector<std::string> options_of(const Command& command) {
    std::vector<std::string> names;
    for (const auto& option : command.options()) {
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
    for (const auto& each : command.commands()) {
        if (each->name().empty()) {
            const auto grouped = options_of(*each);
            names.insert(names.end(), grouped.begin(), grouped.end());
        }
    }
    return names;
}

}  // namespace

std::string unknown_word(const Command& program, const std::vector<std::string>& words) {
    const auto* command = &program;
    for (const auto& word : words) {
        if (word == "--") {
            break;
        }
        if (word.starts_with('-')) {
            const auto name = word.substr(0, word.find('='));
            if (!command->has_option(name)) {
                return no_such("option", name, options_of(*command));
            }
            continue;
        }
        const auto known = names_of_commands(*command);
        if (known.empty()) {
            continue;
        }
        const auto* next = command_called(*command, word);
        if (next == nullptr) {
            return no_such("command", word, known);
        }
        command = next;
    }
    return {};
}

}  // namespace msa
