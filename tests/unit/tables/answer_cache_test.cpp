// Answers of a table that still hold.
#include "tables/answer_cache.h"

#include <boost/test/unit_test.hpp>

using msa::AnswerCache;
using msa::LookupAnswer;
using std::chrono::seconds;

namespace {

constexpr AnswerCache::Instant start{seconds(1000)};
const LookupAnswer nothing{};

LookupAnswer alice() {
    return {true, {"alice"}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_cache_test)

BOOST_AUTO_TEST_CASE(an_answer_holds_as_long_as_its_kind_does) {
    AnswerCache cache({.found = seconds(60), .missing = seconds(10)});
    cache.put("a", alice(), start);
    cache.put("b", nothing, start);
    BOOST_TEST(cache.fresh("a", start + seconds(59))->values.at(0) == "alice");
    BOOST_TEST(!cache.fresh("a", start + seconds(60)).has_value());
    BOOST_TEST(!cache.fresh("b", start + seconds(9))->found);
    BOOST_TEST(!cache.fresh("b", start + seconds(10)).has_value());
    BOOST_TEST(!cache.fresh("c", start).has_value());
}

BOOST_AUTO_TEST_CASE(a_kind_without_lifetime_is_not_kept_and_ends_what_was) {
    AnswerCache cache({.found = seconds(60), .stale = seconds(600)});
    cache.put("a", alice(), start);
    cache.put("a", nothing, start + seconds(70));
    BOOST_TEST(!cache.stale("a", start + seconds(70)).has_value());
    BOOST_TEST(cache.size() == 0U);
}

BOOST_AUTO_TEST_CASE(an_answer_is_stale_no_longer_than_allowed) {
    AnswerCache cache({.found = seconds(60), .stale = seconds(600)});
    cache.put("a", alice(), start);
    BOOST_TEST(cache.stale("a", start + seconds(659)).has_value());
    BOOST_TEST(!cache.stale("a", start + seconds(660)).has_value());
    AnswerCache strict({.found = seconds(60)});
    strict.put("a", alice(), start);
    BOOST_TEST(!strict.stale("a", start + seconds(60)).has_value());
}

BOOST_AUTO_TEST_CASE(the_oldest_answer_makes_room) {
    AnswerCache cache({.found = seconds(60), .entries = 2});
    cache.put("a", alice(), start);
    cache.put("b", alice(), start);
    cache.put("a", alice(), start);  // now b is the oldest
    cache.put("c", alice(), start);
    BOOST_TEST(cache.size() == 2U);
    BOOST_TEST(cache.fresh("a", start).has_value());
    BOOST_TEST(!cache.fresh("b", start).has_value());
    BOOST_TEST(cache.fresh("c", start).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
