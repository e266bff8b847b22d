// Rates in memory.
#include "limits/recent_events.h"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

/// A counter whose clock the test turns.
struct Counting {
    std::chrono::steady_clock::time_point now{1000s};
    msa::RecentEvents events;

    explicit Counting(std::size_t most_keys = 10) : events([this] { return now; }, most_keys) {}

    /// How many of `tries` are admitted.
    int admitted(const char* key, int tries, std::int64_t limit = 3,
                 std::chrono::seconds window = 60s) {
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            count += events.admit(key, limit, window).value() ? 1 : 0;
        }
        return count;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(recent_events)

BOOST_AUTO_TEST_CASE(as_many_as_the_limit_come_at_once_and_no_more) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
}

BOOST_AUTO_TEST_CASE(keys_do_not_share_a_limit) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
    BOOST_TEST(counting.admitted("bob", 10) == 3);
}

BOOST_AUTO_TEST_CASE(one_more_comes_each_part_of_the_window) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
    counting.now += 19s;
    BOOST_TEST(counting.admitted("alice", 10) == 0);
    counting.now += 1s;
    BOOST_TEST(counting.admitted("alice", 10) == 1);
}

BOOST_AUTO_TEST_CASE(a_window_without_events_gives_the_whole_limit_back) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
    counting.now += 3600s;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
}

BOOST_AUTO_TEST_CASE(what_was_not_admitted_does_not_count) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 1000) == 3);
    counting.now += 60s;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
}

BOOST_AUTO_TEST_CASE(a_further_key_than_can_be_remembered_cannot_be_told) {
    Counting counting(2);
    BOOST_TEST(counting.admitted("alice", 1) == 1);
    BOOST_TEST(counting.admitted("bob", 1) == 1);
    BOOST_TEST(!counting.events.admit("carol", 3, 60s).has_value());
    BOOST_TEST(counting.admitted("alice", 1) == 1);
}

BOOST_AUTO_TEST_CASE(keys_whose_window_is_empty_make_room) {
    Counting counting(2);
    BOOST_TEST(counting.admitted("alice", 1) == 1);
    BOOST_TEST(counting.admitted("bob", 3) == 3);
    BOOST_TEST(!counting.events.admit("carol", 3, 60s).has_value());
    counting.now += 20s;
    BOOST_TEST(counting.admitted("carol", 1) == 1);
    BOOST_TEST(!counting.events.admit("dan", 3, 60s).has_value());
    BOOST_TEST(counting.admitted("bob", 10) == 1);
}

BOOST_AUTO_TEST_CASE(those_that_are_meant_begin_again) {
    Counting counting;
    BOOST_TEST(counting.admitted("alice", 10) == 3);
    BOOST_TEST(counting.admitted("bob", 10) == 3);
    (void)counting.events.take_changes();
    BOOST_TEST(counting.events.forget([](const std::string& key) { return key == "alice"; }) == 1U);
    BOOST_TEST(counting.events.take_changes().size() == 1U);  // a restart knows of it
    BOOST_TEST(counting.admitted("alice", 10) == 3);
    BOOST_TEST(counting.admitted("bob", 10) == 0);
    counting.now += 3600s;
    BOOST_TEST(counting.events.forget([](const std::string&) { return true; }) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
