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

BOOST_AUTO_TEST_CASE(sections_may_have_names_and_go_on_later) {
    const auto value = parsed(
        "domain {\n \"example.com\" { path = /x; }\n}\n"
        "domain example.net { path = /y }\n"
        "domain { example.org { selectors [ { selector: a }, { selector: b } ] } }\n");
    const auto* domain = value.find("domain");
    BOOST_REQUIRE(domain != nullptr);
    BOOST_REQUIRE(domain->members.size() == 3U);
    BOOST_TEST(domain->find("example.com")->find("path")->text == "/x");
    BOOST_TEST(domain->find("example.net")->find("path")->text == "/y");
    const auto selectors = domain->find("example.org")->find("selectors")->each();
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

BOOST_AUTO_TEST_CASE(a_broken_text_says_where) {
    BOOST_TEST(error_of("a = 1;\nb {\n c = 2;\n") == "f:2: the section that begins here has no }");
    BOOST_TEST(error_of("a = [ 1,\n2") == "f:1: the list that begins here has no ]");
    BOOST_TEST(error_of("\na = \"x\n") == "f:2: the text in quotes has no end");
    BOOST_TEST(error_of("/* /* */\n") == "f:1: the comment has no end");
    BOOST_TEST(error_of("a = ;\n") == "f:1: a value is expected");
    BOOST_TEST(error_of("a = 1\n}\n") == "f:2: a name is expected");
    BOOST_TEST(error_of("a = <<END\nx\n") == "f:1: the text after << has no end");
    BOOST_TEST(error_of(std::string(200, '[').insert(0, "a = ").c_str()) ==
               "f:1: sections are nested more than 50 deep");
}

BOOST_AUTO_TEST_SUITE_END()
