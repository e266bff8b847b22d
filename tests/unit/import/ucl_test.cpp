#include "import/ucl.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

UclValue parsed(const char* text) {
    const auto value = parse_ucl("f", text);
    BOOST_REQUIRE_MESSAGE(value, (value ? "" : value.error().what));
    return *value;
}

std::string error_of(const char* text) {
    const auto value = parse_ucl("f", text);
    return value ? "" : value.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ucl)

BOOST_AUTO_TEST_CASE(values_stand_behind_an_equals_sign_a_colon_or_a_blank) {
    const auto value = parsed(
        "# comment\n"
        "a = 1; b: \"two \\\"words\\\"\" # more\n"
        "c three, /* out /* inner */ out */ d='x;y'\n"
        "e = <<END\nline\nlines\nEND\nf=last");
    BOOST_TEST(value.find("a")->text == "1");
    BOOST_TEST(value.find("b")->text == "two \"words\"");
    BOOST_TEST(value.find("c")->text == "three");
    BOOST_TEST(value.find("d")->text == "x;y");
    BOOST_TEST(value.find("e")->text == "line\nlines");
    BOOST_TEST(value.find("f")->text == "last");
    BOOST_TEST(value.find("f")->place == "f:8");
    BOOST_TEST(value.find("g") == nullptr);
}

BOOST_AUTO_TEST_CASE(sections_may_have_names_and_stand_twice) {
    const auto value = parsed(
        "domain {\n \"example.com\" { path = /x; }\n}\n"
        "domain example.net { path = /y }\n"
        "domain { example.org { selectors [ { selector: a }, { selector: b } ] } }\n");
    BOOST_REQUIRE(value.find("domain") != nullptr);
    const auto domains = value.find("domain")->each();
    BOOST_REQUIRE(domains.size() == 3U);
    BOOST_TEST(domains[0]->find("example.com")->find("path")->text == "/x");
    BOOST_TEST(domains[1]->find("example.net")->find("path")->text == "/y");
    const auto selectors = domains[2]->find("example.org")->find("selectors")->each();
    BOOST_REQUIRE(selectors.size() == 2U);
    BOOST_TEST(selectors[1]->find("selector")->text == "b");
    BOOST_TEST(selectors[1]->place == "f:5");
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_a_list) {
    const auto value = parsed("a = 1;\na = 2;\na = 3;\n");
    const auto values = value.find("a")->each();
    BOOST_REQUIRE(values.size() == 3U);
    BOOST_TEST(values[2]->text == "3");
    BOOST_TEST(values[2]->place == "f:3");
}

BOOST_AUTO_TEST_CASE(macros_and_the_frame_of_configdump_are_told_apart) {
    const auto value = parsed(
        "*** Section dkim_signing ***\n"
        ".include(try=true,priority=5) \"${DBDIR}/dynamic.conf\"\n"
        "a = 1;\n*** End of section dkim_signing ***\n");
    BOOST_REQUIRE(value.members.size() == 2U);
    BOOST_TEST(value.members[0].first == ".include");
    BOOST_TEST(value.members[0].second.place == "f:2");
    BOOST_TEST(value.find("a")->text == "1");
}

BOOST_AUTO_TEST_CASE(a_value_without_quotes_goes_on_to_the_end_of_the_line) {
    const auto value = parsed(
        "a = /with blanks/x # comment\nb ${DIR}/y/$domain.key;\nc = http://x/y, d = 1 e = 2\n"
        "f { g = two words }\nh = [one two, three]\nsection one two { i = 1 }\n");
    BOOST_TEST(value.find("a")->text == "/with blanks/x");
    BOOST_TEST(value.find("b")->text == "${DIR}/y/$domain.key");
    BOOST_TEST(value.find("c")->text == "http://x/y");
    BOOST_TEST(value.find("d")->text == "1 e = 2");
    BOOST_TEST(value.find("f")->find("g")->text == "two words");
    BOOST_TEST(value.find("h")->items.at(0).text == "one two");
    BOOST_TEST(value.find("section")->find("one")->find("two")->find("i")->text == "1");
}

BOOST_AUTO_TEST_CASE(a_whole_text_in_braces_is_read_as_json) {
    const auto value = parsed("# c\n{ \"a\": 1, \"b\": [1, 2], \"c\": { \"d\": \"e\" } }\n# end\n");
    BOOST_TEST(value.find("a")->text == "1");
    BOOST_TEST(value.find("b")->items.size() == 2U);
    BOOST_TEST(value.find("c")->find("d")->text == "e");
    BOOST_TEST(error_of("{ a = 1 }\nb = 2\n") == "f:2: something stands behind the last }");
    BOOST_TEST(error_of("{ a = 1\n") == "f:1: the section that begins here has no }");
}

BOOST_AUTO_TEST_CASE(a_text_of_lines_ends_with_its_name) {
    const auto value = parsed("a = <<END\n  END\nENDING\nEND;\nb = <<X\nX\nc = <<Y\ny\nY");
    BOOST_TEST(value.find("a")->text == "  END\nENDING");
    BOOST_TEST(value.find("b")->text == "");
    BOOST_TEST(value.find("c")->text == "y");
}

BOOST_AUTO_TEST_CASE(quotes_of_two_kinds_differ_in_what_a_backslash_means) {
    const auto value = parsed("a = 'it\\'s \\n'; b = \"x\\n\\\"\";");
    BOOST_TEST(value.find("a")->text == "it's \\n");
    BOOST_TEST(value.find("b")->text == "x\n\"");
}

BOOST_AUTO_TEST_CASE(a_macro_ends_with_its_line_or_its_brackets) {
    const auto value =
        parsed(".include(try=true,\n  priority=1) \"/x\"\na = 1;\n.lua {\n print(1)\n}\nb = 2;\n");
    BOOST_REQUIRE(value.members.size() == 4U);
    BOOST_TEST(value.find("a")->text == "1");
    BOOST_TEST(value.find("b")->place == "f:7");
    BOOST_TEST(error_of("a = 1\n.include(try=true\n") == "f:2: .include has no )");
}

BOOST_AUTO_TEST_CASE(many_names_in_a_row_cost_neither_stack_nor_time) {
    std::string names;
    for (int i = 0; i < 200'000; ++i) {
        names += "a ";
    }
    BOOST_TEST(parsed(names.c_str()).find("a")->text.size() == names.size() - 3);
    BOOST_TEST(error_of((names + "{}").c_str()) == "f:1: sections are nested more than 50 deep");
}

BOOST_AUTO_TEST_CASE(a_broken_text_says_where) {
    BOOST_TEST(error_of("a = 1;\nb {\n c = 2;\n") == "f:2: the section that begins here has no }");
    BOOST_TEST(error_of("a = [ 1,\n2") == "f:1: the list that begins here has no ]");
    BOOST_TEST(error_of("a = \"x\nb = \"y\"\n") == "f:1: the text in quotes has no end");
    BOOST_TEST(error_of("\na = \"x\n") == "f:2: the text in quotes has no end");
    BOOST_TEST(error_of("/* /* */\n") == "f:1: the comment has no end");
    BOOST_TEST(error_of("a = ;\n") == "f:1: a value is expected");
    BOOST_TEST(error_of("a = 1\n}\n") == "f:2: a name is expected");
    BOOST_TEST(error_of("a = <<END\nx\n") == "f:1: the text after << has no end");
    BOOST_TEST(error_of(std::string(200, '[').insert(0, "a = ").c_str()) ==
               "f:1: sections are nested more than 50 deep");
}

BOOST_AUTO_TEST_SUITE_END()
