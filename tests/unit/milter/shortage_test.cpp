// What is said of a shortage.
#include "milter/shortage.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(shortage_test)

BOOST_AUTO_TEST_CASE(it_is_said_once_however_often_it_is_met) {
    std::vector<std::string> lines;
    Shortage shortage("threads", [&lines](const LogLine& line) { lines.push_back(line.text()); });
    for (int i = 0; i < 1000; ++i) {
        shortage.meet("none left");
    }
    BOOST_TEST(lines == std::vector<std::string>{"event=threads error=\"none left\" times=1"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_shortages_are_two_lines) {
    int lines = 0;
    const auto count = [&lines](const LogLine&) { ++lines; };
    Shortage one("threads", count);
    Shortage other("accept", count);
    one.meet("none left");
    other.meet("none left");
    BOOST_TEST(lines == 2);
}

BOOST_AUTO_TEST_SUITE_END()
