#include "commands/completion_scripts.h"

#include "base/text.h"

#include <string_view>

namespace msa {
namespace {

/// In single quotes, for all three shells: a quote ends them, stands by itself, and begins them.
std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') {
            result += "'\\''";
        } else {
            result += c == '\n' ? ' ' : c;
        }
    }
    return result + '\'';
}

/// What zsh's _describe takes: a colon ends the name.
std::string described(const std::string& name, const std::string& help) {
    return quoted(name + ':' + help);
}

std::string paths(const CompletedCommands& commands, std::string_view between) {
    std::vector<std::string> all;
    for (const auto& command : commands) {
        if (!command.path.empty()) {
            all.push_back(quoted(command.path));
        }
    }
    return join(all, std::string(between));
}

const std::string& help_of(const CompletedCommands& commands, const std::string& path) {
    static const std::string none;
    for (const auto& command : commands) {
        if (command.path == path) {
            return command.help;
        }
    }
    return none;
}

/// `  'PATH --option') SAY ;;` for each option that takes a value.
template <class Say>
std::string value_cases(const CompletedCommands& commands, Say say) {
    std::string text;
    for (const auto& command : commands) {
        for (const auto& option : command.options) {
            if (option.takes_value) {
                text += "        " + quoted(command.path + ' ' + option.name) + ") " + say(option) +
                        " ;;\n";
            }
        }
    }
    return text;
}

std::string words_of(const CompletedCommand& command) {
    std::vector<std::string> words = command.subcommands;
    words.insert(words.end(), command.choices.begin(), command.choices.end());
    for (const auto& option : command.options) {
        words.push_back(option.name);
    }
    return join(words, " ");
}

}  // namespace

std::string bash_completion(const CompletedCommands& commands) {
    std::string text =
        "# bash completion, printed by `msa-milter completion bash`.\n"
        "_msa_milter() {\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} path='' words='' i\n"
        "    COMPREPLY=()\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        case \"$path ${COMP_WORDS[i]}\" in\n"
        "            " +
        paths(commands, " | ") +
        ") path=\"$path ${COMP_WORDS[i]}\" ;;\n"
        "        esac\n"
        "    done\n"
        "    # No reply: bash completes a file name.\n"
        "    case \"$path ${COMP_WORDS[COMP_CWORD-1]}\" in\n" +
        value_cases(commands,
                    [](const CompletedOption& option) {
                        return (option.choices.empty()
                                    ? std::string()
                                    : "mapfile -t COMPREPLY < <(compgen -W " +
                                          quoted(join(option.choices, " ")) + " -- \"$word\"); ") +
                               "return";
                    }) +
        "    esac\n"
        "    case $path in\n";
    for (const auto& command : commands) {
        const std::string name = command.path.empty() ? "''" : quoted(command.path);
        text += "        " + name + ") words=" + quoted(words_of(command)) + " ;;\n";
    }
    return text +
           "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
           "}\n"
           "complete -o default -F _msa_milter msa-milter\n";
}

std::string zsh_completion(const CompletedCommands& commands) {
    std::string text =
        "#compdef msa-milter\n"
        "# zsh completion, printed by `msa-milter completion zsh`.\n"
        "local at='' i\n"
        "local -a commands options\n"
        "for ((i = 2; i < CURRENT; i++)); do\n"
        "    case \"$at ${words[i]}\" in\n"
        "        " +
        paths(commands, " | ") +
        ") at=\"$at ${words[i]}\" ;;\n"
        "    esac\n"
        "done\n"
        "case \"$at ${words[CURRENT-1]}\" in\n" +
        value_cases(commands,
                    [](const CompletedOption& option) {
                        return (option.choices.empty()
                                    ? std::string("_files")
                                    : "compadd -- " + join(option.choices, " ")) +
                               "; return";
                    }) +
        "esac\n"
        "case $at in\n";
    for (const auto& command : commands) {
        text += "    " + (command.path.empty() ? "''" : quoted(command.path)) + ")\n";
        for (const auto& name : command.subcommands) {
            text += "        commands+=(" +
                    described(name, help_of(commands, command.path + ' ' + name)) + ")\n";
        }
        for (const auto& choice : command.choices) {
            text += "        commands+=(" + quoted(choice) + ")\n";
        }
        for (const auto& option : command.options) {
            text += "        options+=(" + described(option.name, option.help) + ")\n";
        }
        text += std::string(command.takes_words ? "        _files\n" : "") + "        ;;\n";
    }
    return text +
           "esac\n"
           "(( $#commands )) && _describe command commands\n"
           "_describe -o option options\n";
}

std::string fish_completion(const CompletedCommands& commands) {
    std::string text =
        "# fish completion, printed by `msa-milter completion fish`.\n"
        "function __msa_milter_at\n"
        "    set -l path ''\n"
        "    set -l said (commandline -opc)\n"
        "    for word in $said[2..-1]\n"
        "        switch \"$path $word\"\n"
        "            case " +
        paths(commands, " ") +
        "\n"
        "                set path \"$path $word\"\n"
        "        end\n"
        "    end\n"
        "    test \"$path\" = \"$argv[1]\"\n"
        "end\n";
    for (const auto& command : commands) {
        const std::string begin =
            "complete -c msa-milter -n \"__msa_milter_at '" + command.path + "'\" ";
        if (!command.takes_words) {
            text += begin + "-f\n";
        }
        for (const auto& name : command.subcommands) {
            text += begin + "-a " + name + " -d " +
                    quoted(help_of(commands, command.path + ' ' + name)) + '\n';
        }
        if (!command.choices.empty()) {
            text += begin + "-a " + quoted(join(command.choices, " ")) + '\n';
        }
        for (const auto& option : command.options) {
            const bool is_long = option.name.starts_with("--");
            text +=
                begin + (is_long ? "-l " + option.name.substr(2) : "-s " + option.name.substr(1));
            if (!option.choices.empty()) {
                text += " -x -a " + quoted(join(option.choices, " "));
            } else if (option.takes_value) {
                text += " -r";
            }
            text += " -d " + quoted(option.help) + '\n';
        }
    }
    return text;
}

}  // namespace msa
