// The commands of the program, with their options. CLI11 reads them, from behind this file: it is
// all in a header, and whatever includes that compiles much of it once more.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
class Option;
}  // namespace CLI

namespace msa {

/// An option, or a word that is none. What adds to it returns it, so that calls can follow each
/// other.
class CommandOption {
public:
    explicit CommandOption(CLI::Option& option) : option_(option) {}

    CommandOption* required();
    /// Help shows the value that it has now.
    CommandOption* capture_default_str();
    /// How many words follow it; -1: any number.
    CommandOption* expected(int least, int most);
    /// Each time it is given one word is its own, or else all up to the next option.
    CommandOption* allow_extra_args(bool allowed);
    /// What help calls its value.
    CommandOption* type_name(std::string_view name);
    CommandOption* needs(const CommandOption* other);
    CommandOption* excludes(const CommandOption* other);
    /// One that the command has already.
    CommandOption* excludes(std::string_view other);

    CommandOption* one_of(const std::vector<std::string>& values);
    /// Both ends are allowed.
    CommandOption* between(int least, int most);
    CommandOption* between(std::size_t least, std::size_t most);
    CommandOption* positive();
    /// What is wrong with a value; empty: nothing.
    CommandOption* check(std::string (*complaint)(const std::string& value));

    /// How often it was given.
    [[nodiscard]] std::size_t count() const;

private:
    CLI::Option& option_;
};

/// What others are told of an option.
struct OptionPicture {
    std::vector<std::string> names;  // with dashes
    std::string help;
    bool is_word = false;  // without dashes
    bool takes_value = false;
    std::vector<std::string> choices;  // empty: any value
};

enum class Parsed {
    ran,      // the commands have left their status where each does
    shown,    // help was asked for, or the version, and printed
    misread,  // what is wrong with the words was printed
};

class Command {
public:
    /// The program.
    explicit Command(std::string_view about);
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    Command* add_subcommand(std::string_view name, std::string_view about);
    /// Options that help shows together.
    Command* add_option_group(std::string_view name, std::string_view about = {});

    /// A name without dashes is one of the command's words. The value stays as it is where the
    /// option is not given, and has to live as long as the command.
    CommandOption* add_option(std::string_view name, std::string& value,
                              std::string_view help = {});
    CommandOption* add_option(std::string_view name, std::optional<std::string>& value,
                              std::string_view help = {});
    CommandOption* add_option(std::string_view name, std::vector<std::string>& value,
                              std::string_view help = {});
    CommandOption* add_option(std::string_view name, int& value, std::string_view help = {});
    CommandOption* add_option(std::string_view name, unsigned& value, std::string_view help = {});
    CommandOption* add_option(std::string_view name, std::size_t& value,
                              std::string_view help = {});
    CommandOption* add_option(std::string_view name, std::optional<unsigned>& value,
                              std::string_view help = {});
    CommandOption* add_option(std::string_view name, std::optional<std::size_t>& value,
                              std::string_view help = {});
    /// Who takes the words that follow the option; it may be none.
    CommandOption* add_option(std::string_view name,
                              const std::function<void(const std::vector<std::string>&)>& take,
                              std::string_view help);
    CommandOption* add_flag(std::string_view name, bool& value, std::string_view help);

    /// --version, and what it prints.
    void set_version_flag(std::string_view version);
    /// At most 0: any number.
    void require_subcommand(std::size_t least = 1, std::size_t most = 1);
    /// Of a group: exactly this many of its options.
    void require_option(std::size_t exactly);
    /// What help ends with.
    void footer(std::string_view text);
    /// What it does, once its words have been read.
    void callback(std::function<void()> run);

    /// Reads the words, and runs the commands that they name.
    [[nodiscard]] Parsed parse(int argc, const char* const* argv);

    /// How often it was given.
    [[nodiscard]] std::size_t count(std::string_view option) const;

    /// Empty: a group, whose options are those of the command that it stands in.
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string about() const;
    [[nodiscard]] const std::vector<std::unique_ptr<Command>>& commands() const {
        return commands_;
    }
    /// --help too.
    [[nodiscard]] std::vector<OptionPicture> options() const;
    /// Looks into groups, too.
    [[nodiscard]] bool has_option(const std::string& name) const;

private:
    explicit Command(CLI::App& app);
    template <class Value>
    CommandOption* add(std::string_view name, Value& value, std::string_view help);
    CommandOption* keep(CLI::Option& option);
    Command* keep(CLI::App& app);

    std::unique_ptr<CLI::App> program_;
    CLI::App& app_;
    std::vector<std::unique_ptr<Command>> commands_;
    std::vector<std::unique_ptr<CommandOption>> options_;
};

}  // namespace msa
