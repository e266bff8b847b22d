#include "doctor/postfix/value.h"

#include <map>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::optional<std::string> known(std::string_view name) {
    static const std::map<std::string, std::string, std::less<>> values{
        {"a", "1"},
        {"b", "$a$a"},
        {"empty", ""},
        {"level", "2"},
        {"circle", "$other"},
        {"other", "$circle"},
        {"d1", "$a$a$a$a$a$a$a$a$a$a"},
        {"d2", "$d1$d1$d1$d1$d1$d1$d1$d1$d1$d1"},
        {"d3", "$d2$d2$d2$d2$d2$d2$d2$d2$d2$d2"},
        {"d4", "$d3$d3$d3$d3$d3$d3$d3$d3$d3$d3"}};
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::string text(std::string_view value) {
    const auto result = expanded(value, known);
    return result ? *result : "error: " + result.error().what;
}

std::vector<std::string> items(std::string_view list) {
    const auto result = items_of(list);
    return result ? *result : std::vector<std::string>{"error: " + result.error().what};
}

using Words = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(postfix_value)

BOOST_AUTO_TEST_CASE(references_are_replaced_in_all_their_spellings) {
    BOOST_TEST(text("x$a/${a}/$(a)/$b.") == "x1/1/1/11.");
    BOOST_TEST(text("$$a") == "$a");
    BOOST_TEST(text("none") == "none");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_stays_as_it_is_written) {
    BOOST_TEST(text("inet:$myhostname:1 ${myhostname}") == "inet:$myhostname:1 ${myhostname}");
}

BOOST_AUTO_TEST_CASE(conditions_choose) {
    BOOST_TEST(text("${a?yes}${empty?no}${none?no}") == "yes");
    BOOST_TEST(text("${a:no}${empty:yes}") == "yes");
    BOOST_TEST(text("${a?{$b}:{no}} ${empty?{no}:{$b}}") == "11 11");
}

BOOST_AUTO_TEST_CASE(comparisons_are_of_numbers_or_of_text) {
    BOOST_TEST(text("${{$level} < {10} ? {yes} : {no}}") == "yes");
    BOOST_TEST(text("${{$level} >= {10} ? {yes} : {no}}") == "no");
    BOOST_TEST(text("${{$level} <level {3.6} ? {yes} : {no}}") == "yes");
    BOOST_TEST(text("${{$level} != {2} ? {yes}}") == "");
    BOOST_TEST(text("${{x} == {x} ? {yes}}") == "yes");
    BOOST_TEST(text("${{x} ~ {x} ? {yes}}").starts_with("error: "));
}

BOOST_AUTO_TEST_CASE(references_that_cannot_be_are_errors) {
    BOOST_TEST(text("${a") == "error: '${a' does not end");
    BOOST_TEST(text("$") == "error: a '$' without a name after it");
    BOOST_TEST(text("$ a") == "error: a '$' without a name after it");
    BOOST_TEST(text("${}") == "error: '${}' names no parameter");
    BOOST_TEST(text("$circle") == "error: parameters that refer to each other in a circle");
}

BOOST_AUTO_TEST_CASE(a_value_that_grows_without_bound_is_an_error) {
    BOOST_TEST(text("$d2").size() == 100U);
    BOOST_TEST(text("$d4").starts_with("error: "));
}

BOOST_AUTO_TEST_CASE(items_are_separated_by_blanks_and_commas_outside_of_braces) {
    BOOST_TEST(items(" a, b\tc,,d ") == (Words{"a", "b", "c", "d"}));
    BOOST_TEST(items("{ x, y={ 1 } }, z") == (Words{"{ x, y={ 1 } }", "z"}));
    BOOST_TEST(items("unionmap:{hash:/a, {b c}} d") == (Words{"unionmap:{hash:/a, {b c}}", "d"}));
    BOOST_TEST(items("{a}{b, c}d e}, f") == (Words{"{a}{b, c}d", "e}", "f"}));
    BOOST_TEST(items("") == Words());
    BOOST_TEST(items("{ x") == (Words{"error: '{ x' has no closing brace"}));
    BOOST_TEST(items("a:{ x") == (Words{"error: 'a:{ x' has no closing brace"}));
}

BOOST_AUTO_TEST_CASE(times_have_units) {
    using std::chrono::seconds;
    BOOST_TEST((postfix_time("30") == seconds(30)));
    BOOST_TEST((postfix_time("30s") == seconds(30)));
    BOOST_TEST((postfix_time("2M") == seconds(120)));
    BOOST_TEST((postfix_time("1h") == seconds(3600)));
    BOOST_TEST((postfix_time("1d") == seconds(86400)));
    BOOST_TEST((postfix_time("1w") == seconds(604800)));
    for (const char* const none : {"", "s", "-1", "1y", "1 0", "99999999999999999999"}) {
        BOOST_TEST(!postfix_time(none).has_value(), none);
    }
}

BOOST_AUTO_TEST_CASE(pairs_may_stand_in_braces) {
    const auto plain = name_and_value("a=b=c");
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST(plain->name == "a");
    BOOST_TEST(plain->value == "b=c");
    const auto braced = name_and_value("{ a = b c }");
    BOOST_REQUIRE(braced.has_value());
    BOOST_TEST(braced->name == "a");
    BOOST_TEST(braced->value == "b c");
    BOOST_TEST(!name_and_value("a").has_value());
    BOOST_TEST(!name_and_value("a b=c").has_value());
    BOOST_TEST(!name_and_value("=c").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
