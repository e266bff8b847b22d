#include "limits/used_up_keys.h"

#include <cstddef>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using msa::Charge;
using msa::LimitAnswer;
using msa::UsedUpKeys;

namespace {

constexpr LimitAnswer::Instant now{1000s};

LimitAnswer heals(LimitAnswer::Instant at) {
    return {.is_within = false, .is_too_much = false, .left = 0, .next_at = at};
}

Charge charge(std::string key) {
    return {.key = std::move(key)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(used_up_keys)

BOOST_AUTO_TEST_CASE(what_refused_is_known_until_it_heals_by_the_clock_of_the_store) {
    UsedUpKeys keys;
    BOOST_TEST(!keys.has_any({charge("a")}));
    keys.note(charge("a"), heals(now + 1h), now);
    keys.note(charge("b"), heals(now), now);
    keys.note(charge("c"), heals(now - 24h), now);  // a store whose clock was set
    BOOST_TEST(keys.has_any({charge("x"), charge("a")}));
    BOOST_TEST(!keys.has_any({charge("b"), charge("c")}));
    keys.note(charge("a"), heals(now), now);
    BOOST_TEST(!keys.has_any({charge("a")}));
}

BOOST_AUTO_TEST_CASE(only_what_holds_up_a_message_counts) {
    UsedUpKeys keys;
    auto monitored = charge("a");
    monitored.is_enforced = false;
    keys.note(monitored, heals(now + 1h), now);
    keys.note(charge("b"), {}, now);
    BOOST_TEST(!keys.has_any({charge("a"), charge("b")}));
    keys.note(charge("a"), heals(now + 1h), now);
    BOOST_TEST(!keys.has_any({monitored}));
}

BOOST_AUTO_TEST_CASE(what_never_heals_is_known_for_a_while) {
    UsedUpKeys keys;
    keys.note(charge("a"), {.is_within = false, .is_too_much = true, .left = 0, .next_at = {}},
              now);
    BOOST_TEST(keys.has_any({charge("a")}));
}

BOOST_AUTO_TEST_CASE(very_many_are_forgotten_and_noted_anew) {
    UsedUpKeys keys;
    for (std::size_t i = 0; i <= UsedUpKeys::most; ++i) {
        keys.note(charge(std::to_string(i)), heals(now + 1h), now);
    }
    BOOST_TEST(!keys.has_any({charge("0")}));
    BOOST_TEST(keys.has_any({charge(std::to_string(UsedUpKeys::most))}));
}

BOOST_AUTO_TEST_SUITE_END()
