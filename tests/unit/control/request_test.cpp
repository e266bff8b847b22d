#include "control/request.h"

#include <stdexcept>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using msa::Method;

std::string answer(std::string_view line, std::optional<uid_t> caller = std::nullopt) {
    static const msa::Methods methods{
        {"echo",
         [](const Method::Json& parameters) { return msa::Result<Method::Json>(parameters); }},
        {"fail", [](const Method::Json&) -> msa::Result<Method::Json> { return msa::Error{"no"}; }},
        {"throw", [](const Method::Json&) -> msa::Result<Method::Json> {
             throw std::runtime_error("out of luck");
         }}};
    return msa::answer_to(line, methods, caller);
}

struct Asked {
    std::string line;
    std::string answer;
};

std::ostream& operator<<(std::ostream& out, const Asked& asked) {
    return out << asked.line.substr(0, 40);
}

const Asked all[] = {
    {R"({"method":"echo"})", R"({"result":{}})"},
    {R"({"method":"echo","parameters":{"a":[1]}})", R"({"result":{"a":[1]}})"},
    {R"({"method":"fail"})", R"({"error":"no"})"},
    {R"({"method":"throw"})", R"({"error":"internal trouble: out of luck"})"},
    {R"({"method":"other"})", R"({"error":"no method 'other'"})"},
    {R"({"method":1})", R"({"error":"'method' must be there, a string"})"},
    {R"({})", R"({"error":"'method' must be there, a string"})"},
    {R"({"method":"echo","parameters":[]})", R"({"error":"'parameters' must be an object"})"},
    {R"({"method":"echo","args":{}})", R"({"error":"a request has no 'args'"})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(control_request)

BOOST_DATA_TEST_CASE(has_an_answer, all) {
    BOOST_TEST(answer(sample.line) == sample.answer);
}

BOOST_AUTO_TEST_CASE(says_who_asks_as_the_kernel_does) {
    const std::string lie = R"({"method":"echo","parameters":{"caller":0}})";
    BOOST_TEST(answer(lie, 1000) == R"({"result":{"caller":1000}})");
    BOOST_TEST(answer(lie) == R"({"result":{}})");
}

BOOST_AUTO_TEST_CASE(that_is_no_object_is_refused) {
    for (const std::string line :
         {"", "x", "1", "[]", R"({"method":"echo")", "{\"method\":\"\xff\"}"}) {
        BOOST_TEST(answer(line).starts_with(R"({"error":"a request is a JSON object)"));
    }
    BOOST_TEST(answer(std::string(60000, '[')).starts_with(R"({"error":"a request is)"));
}

BOOST_AUTO_TEST_CASE(is_answered_in_one_line) {
    BOOST_TEST(answer("{\"method\":\"echo\",\"parameters\":{\"a\":\"1\\n2\"}}") ==
               R"({"result":{"a":"1\n2"}})");
    BOOST_TEST(msa::error_line("a\nb\xff").find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
