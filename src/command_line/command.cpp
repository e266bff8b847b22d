#include "command_line/command.h"

#include "command_line/unknown_word.h"

#include <cstdint>
#include <iostream>
#include <utility>

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

OptionPicture picture_of(const CLI::Option& option) {
    OptionPicture picture{.names = {},
                          .help = option.get_description(),
                          .is_word = option.get_positional(),
                          .takes_value = option.get_items_expected_max() > 0,
                          .choices = choices_of(option)};
    for (const auto& name : option.get_lnames()) {
        picture.names.push_back("--" + name);
    }
    return picture;
}

}  // namespace

CommandOption* CommandOption::required() {
    option_.required();
    return this;
}

CommandOption* CommandOption::capture_default_str() {
    option_.capture_default_str();
    return this;
}

CommandOption* CommandOption::expected(int least, int most) {
    option_.expected(least, most);
    return this;
}

CommandOption* CommandOption::allow_extra_args(bool allowed) {
    option_.allow_extra_args(allowed);
    return this;
}

CommandOption* CommandOption::type_name(std::string_view name) {
    option_.type_name(std::string(name));
    return this;
}

CommandOption* CommandOption::needs(const CommandOption* other) {
    option_.needs(&other->option_);
    return this;
}

CommandOption* CommandOption::excludes(const CommandOption* other) {
    option_.excludes(&other->option_);
    return this;
}

CommandOption* CommandOption::excludes(std::string_view other) {
    option_.excludes(std::string(other));
    return this;
}

CommandOption* CommandOption::one_of(const std::vector<std::string>& values) {
    option_.check(CLI::IsMember(values));
    return this;
}

CommandOption* CommandOption::between(int least, int most) {
    option_.check(CLI::Range(least, most));
    return this;
}

CommandOption* CommandOption::between(std::size_t least, std::size_t most) {
    option_.check(CLI::Range(least, most));
    return this;
}

CommandOption* CommandOption::positive() {
    option_.check(
        [](const std::string& value) {
            std::uint64_t number = 0;
            return CLI::detail::lexical_cast(value, number) && number > 0
                       ? std::string()
                       : "Value " + value + " is not a number above 0";
        },
        "POSITIVE");
    return this;
}

CommandOption* CommandOption::check(std::string (*complaint)(const std::string& value)) {
    option_.check(complaint);
    return this;
}

std::size_t CommandOption::count() const {
    return option_.count();
}

Command::Command(std::string_view about)
    : program_(std::make_unique<CLI::App>(std::string(about))), app_(*program_) {}

Command::Command(CLI::App& app) : app_(app) {}

Command::~Command() = default;

Command* Command::keep(CLI::App& app) {
    commands_.push_back(std::unique_ptr<Command>(new Command(app)));
    return commands_.back().get();
}

CommandOption* Command::keep(CLI::Option& option) {
    options_.push_back(std::make_unique<CommandOption>(option));
    return options_.back().get();
}

Command* Command::add_subcommand(std::string_view name, std::string_view about) {
    return keep(*app_.add_subcommand(std::string(name), std::string(about)));
}

Command* Command::add_option_group(std::string_view name, std::string_view about) {
    return keep(*app_.add_option_group(std::string(name), std::string(about)));
}

template <class Value>
CommandOption* Command::add(std::string_view name, Value& value, std::string_view help) {
    return keep(*app_.add_option(std::string(name), value, std::string(help)));
}

CommandOption* Command::add_option(std::string_view name, std::string& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, std::optional<std::string>& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, std::vector<std::string>& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, int& value, std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, unsigned& value, std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, std::size_t& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, std::optional<unsigned>& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name, std::optional<std::size_t>& value,
                                   std::string_view help) {
    return add(name, value, help);
}

CommandOption* Command::add_option(std::string_view name,
                                   const std::function<void(const std::vector<std::string>&)>& take,
                                   std::string_view help) {
    return keep(*app_.add_option_function<std::vector<std::string>>(std::string(name), take,
                                                                    std::string(help)));
}

CommandOption* Command::add_flag(std::string_view name, bool& value, std::string_view help) {
    return keep(*app_.add_flag(std::string(name), value, std::string(help)));
}

void Command::set_version_flag(std::string_view version) {
    app_.set_version_flag("--version", std::string(version));
}

void Command::require_subcommand(std::size_t least, std::size_t most) {
    app_.require_subcommand(least, most);
}

void Command::require_option(std::size_t exactly) {
    app_.require_option(exactly, exactly);
}

void Command::footer(std::string_view text) {
    app_.footer(std::string(text));
}

void Command::callback(std::function<void()> run) {
    app_.callback(std::move(run));
}

Parsed Command::parse(int argc, const char* const* argv) {
    try {
        app_.parse(argc, argv);
        return Parsed::ran;
    } catch (const CLI::ParseError& error) {
        const auto unknown = unknown_word(*this, {argv + 1, argv + argc});
        if (error.get_exit_code() != 0 && !unknown.empty()) {
            std::cerr << "msa-milter: " << unknown << "\nRun with --help for more information.\n";
            return Parsed::misread;
        }
        return app_.exit(error) == 0 ? Parsed::shown : Parsed::misread;
    }
}

std::size_t Command::count(std::string_view option) const {
    return app_.count(std::string(option));
}

std::string Command::name() const {
    return app_.get_name();
}

std::string Command::about() const {
    return app_.get_description();
}

std::vector<OptionPicture> Command::options() const {
    std::vector<OptionPicture> pictures;
    for (const auto* option : std::as_const(app_).get_options()) {
        pictures.push_back(picture_of(*option));
    }
    return pictures;
}

bool Command::has_option(const std::string& name) const {
    return std::as_const(app_).get_option_no_throw(name) != nullptr;
}

}  // namespace msa
