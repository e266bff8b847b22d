#include "command_line/command.h"

#include "command_line/unknown_word.h"

#include <iostream>
#include <sstream>

#include <boost/test/unit_test.hpp>

namespace {

/// What is printed for these words, and how they were taken.
struct Told {
    msa::Parsed parsed;
    std::string complaint;
};

Told tell(msa::Command& program, std::vector<const char*> words) {
    words.insert(words.begin(), "msa-milter");
    std::ostringstream complaint;
    auto* const errors = std::cerr.rdbuf(complaint.rdbuf());
    const auto parsed = program.parse(static_cast<int>(words.size()), words.data());
    std::cerr.rdbuf(errors);
    return {parsed, complaint.str()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(command)

BOOST_AUTO_TEST_CASE(the_command_that_is_named_runs_with_its_values) {
    msa::Command program("about");
    auto* add = program.add_subcommand("add", "Add");
    std::vector<std::string> names;
    std::optional<std::size_t> most;
    bool is_dry = false;
    bool has_run = false;
    add->add_option("NAME", names)->required();
    add->add_option("--most", most)->positive();
    add->add_flag("--dry-run", is_dry, "Change nothing");
    add->callback([&] { has_run = true; });
    BOOST_TEST(
        (tell(program, {"add", "a", "b", "--most=2", "--dry-run"}).parsed == msa::Parsed::ran));
    BOOST_TEST(has_run);
    BOOST_TEST(is_dry);
    BOOST_TEST(names == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(most.value_or(0) == 2U);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_allowed_is_named) {
    msa::Command program("about");
    std::optional<std::size_t> most;
    std::string format = "text";
    program.add_option("--most", most)->positive();
    program.add_option("--format", format)->one_of({"text", "json"});
    const auto none = tell(program, {"--most", "0"});
    BOOST_TEST((none.parsed == msa::Parsed::misread));
    BOOST_TEST(none.complaint.find("--most: Value 0 is not a number above 0\n") == 0U);
    const auto other = tell(program, {"--format", "xml"});
    BOOST_TEST((other.parsed == msa::Parsed::misread));
    BOOST_TEST(other.complaint.find("--format: xml not in {text,json}\n") == 0U);
}

BOOST_AUTO_TEST_CASE(options_are_shown_with_what_they_take) {
    msa::Command program("about");
    std::string format;
    std::string word;
    program.add_option("--format", format, "How")->one_of({"text", "json"});
    program.add_option("WORD", word);
    const auto options = program.options();
    BOOST_REQUIRE(options.size() == 3U);
    BOOST_TEST(options[0].names.at(0) == "--help");
    BOOST_TEST(!options[0].takes_value);
    BOOST_TEST(options[1].help == "How");
    BOOST_TEST(options[1].choices == (std::vector<std::string>{"text", "json"}),
               boost::test_tools::per_element());
    BOOST_TEST(options[2].is_word);
    BOOST_TEST(options[2].names.empty());
}

BOOST_AUTO_TEST_CASE(a_group_of_options_is_no_command) {
    msa::Command program("about");
    auto* look = program.add_subcommand("look", "Look");
    std::string file;
    look->add_option_group("files")->add_option("--file", file);
    BOOST_TEST(msa::unknown_word(program, {"look", "--file", "x"}).empty());
    BOOST_TEST(msa::unknown_word(program, {"look", "--fiel", "x"}) ==
               "no option '--fiel'; did you mean '--file'?");
    BOOST_TEST(msa::unknown_word(program, {"lok"}) == "no command 'lok'; did you mean 'look'?");
}

BOOST_AUTO_TEST_SUITE_END()
