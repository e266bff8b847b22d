// Scripts that complete a command line in a shell, made of a plain picture of its commands.
#pragma once

#include <string>
#include <vector>

namespace msa {

struct CompletedOption {
    std::string name;  // with its dashes
    std::string help;
    bool takes_value = false;
    std::vector<std::string> choices;  // empty: any value; then files are offered
};

struct CompletedCommand {
    std::string path;  // " table query": each word with a blank in front; empty: the program
    std::string help;
    std::vector<std::string> subcommands;  // their last words
    std::vector<CompletedOption> options;
    std::vector<std::string> choices;  // of words that are no options
    bool takes_words = false;  // words that are no options, of any kind; then files are offered
};

/// The program first, each command in front of its subcommands.
using CompletedCommands = std::vector<CompletedCommand>;

[[nodiscard]] std::string bash_completion(const CompletedCommands& commands);
[[nodiscard]] std::string zsh_completion(const CompletedCommands& commands);
[[nodiscard]] std::string fish_completion(const CompletedCommands& commands);

}  // namespace msa
