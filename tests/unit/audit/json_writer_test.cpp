// JSON written from front to back.
#include "audit/json_writer.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_writer_test)

BOOST_AUTO_TEST_CASE(members_and_elements_are_separated) {
    std::string line;
    msa::JsonWriter json(line);
    json.begin_object();
    json.text("a", "x,", 9);
    json.number("b", 7U);
    json.begin_list("c");
    json.text("{", 9);
    json.text("[", 9);
    json.begin_object();
    json.truth("d", false);
    json.null("e");
    json.end_object();
    json.spelled("{}");
    json.end_list();
    json.begin_object("f");
    json.end_object();
    json.truth("g", true);
    json.end_object();
    BOOST_TEST(line == R"({"a":"x,","b":7,"c":["{","[",{"d":false,"e":null},{}],"f":{},"g":true})");
}

BOOST_AUTO_TEST_CASE(what_was_written_last_can_be_taken_back) {
    std::string line;
    msa::JsonWriter json(line);
    json.begin_list("a");
    json.text("b", 9);
    const auto mark = json.mark();
    json.text("c", 9);
    json.cut_back(mark);
    json.text("d", 9);
    json.end_list();
    BOOST_TEST(line == R"("a":["b","d"])");
}

BOOST_AUTO_TEST_SUITE_END()
