// Text of records, read back.
#include "trail/recorded_text.h"

#include "audit/json_text.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck/boost_test.h>

namespace {

msa::RecordedText there_and_back(std::string_view octets, std::size_t limit) {
    std::string line;
    msa::append_json_text(line, octets, limit);
    const std::string text = nlohmann::json::parse(line);
    return msa::recorded_text(text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recorded_text_test)

RC_BOOST_PROP(any_octets_come_back, (const std::string& octets)) {
    const auto recorded = there_and_back(octets, octets.size() * 8);
    RC_ASSERT(recorded.octets == octets);
    RC_ASSERT(!recorded.is_cut);
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_mark_comes_back_too) {
    for (const std::string octets : {"\uFFFD", "\uFFFDe9", "\uFFFD[3 octets]", "\xFF[3 octets]"}) {
        const auto recorded = there_and_back(octets, 1000);
        BOOST_TEST(recorded.octets == octets);
        BOOST_TEST(!recorded.is_cut, octets);
    }
}

BOOST_AUTO_TEST_CASE(what_was_cut_says_so) {
    const auto recorded = there_and_back("abcdefgh", 3);
    BOOST_TEST(recorded.octets == "abc");
    BOOST_TEST(recorded.is_cut);
}

BOOST_AUTO_TEST_SUITE_END()
