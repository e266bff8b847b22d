// What several hosts make of suspensions that they hear of in any order.
#include "limits/suspension_set.h"

#include "limits/suspension_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace std::chrono_literals;
using namespace msa;

namespace {

constexpr Suspension::Instant start(1'780'000'000s);

KnownSuspension known(const std::string& id, const std::string& login = "alice",
                      std::optional<Suspension::Instant> until = std::nullopt) {
    return {
        .id = id,
        .host = "one",
        .is = {
            .login = login, .why = "too many", .by = "rule daily", .since = start, .until = until}};
}

KnownSuspension released(KnownSuspension known, Suspension::Instant at = start) {
    known.released = {.by = "root", .why = "new password", .at = at};
    return known;
}

bool is_suspended(const SuspensionSet& set, Suspension::Instant now = start) {
    return set.of("alice", now) != nullptr;
}

/// Hears of all that the other one knows.
void hear(SuspensionSet& set, const SuspensionSet& other) {
    for (const auto& each : other.known()) {
        set.merge(each, start);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(suspension_set)

BOOST_AUTO_TEST_CASE(a_release_ends_what_its_host_knew_of_and_nothing_else) {
    SuspensionSet one;
    SuspensionSet other;
    one.merge(known("a"), start);
    hear(other, one);
    BOOST_TEST(one.release("alice", {.by = "root", .why = "x", .at = start}, start));
    other.merge(known("b"), start);  // neither host hears of the other
    hear(one, other);
    hear(other, one);
    BOOST_TEST(is_suspended(one));
    BOOST_TEST(is_suspended(other));
    BOOST_TEST(one.of("alice", start)->id == "b");
    BOOST_TEST(other.release("alice", {.by = "root", .why = "x", .at = start}, start));
    hear(one, other);
    BOOST_TEST(!is_suspended(one));
    BOOST_TEST(!is_suspended(other));
}

BOOST_AUTO_TEST_CASE(a_release_that_comes_before_its_suspension_ends_it_all_the_same) {
    SuspensionSet set;
    BOOST_TEST((set.merge(released(known("a")), start) == SuspensionSet::News::none));
    BOOST_TEST((set.merge(known("a"), start) == SuspensionSet::News::none));
    BOOST_TEST(!is_suspended(set));
}

BOOST_AUTO_TEST_CASE(what_changes_for_the_login_is_news) {
    SuspensionSet set;
    BOOST_TEST((set.merge(known("a"), start) == SuspensionSet::News::suspends));
    BOOST_TEST((set.merge(known("b"), start) == SuspensionSet::News::none));
    BOOST_TEST((set.merge(released(known("a")), start) == SuspensionSet::News::none));
    BOOST_TEST((set.merge(released(known("b")), start) == SuspensionSet::News::releases));
    BOOST_TEST(!set.release("alice", {.by = "root", .why = "x", .at = start}, start));
}

BOOST_AUTO_TEST_CASE(of_several_the_one_that_lasts_longest_is_named) {
    SuspensionSet set;
    set.merge(known("a", "alice", start + 1h), start);
    set.merge(known("b", "alice", start + 3h), start);
    set.merge(known("c", "alice", start + 2h), start);
    BOOST_TEST(set.of("alice", start)->id == "b");
    set.merge(known("d"), start);
    BOOST_TEST(set.of("alice", start)->id == "d");
    BOOST_TEST(set.in_force(start).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_nobody_needs_is_forgotten_and_a_release_is_needed_for_half_a_year) {
    SuspensionSet set;
    set.merge(known("a", "alice", start + 1h), start);
    set.merge(released(known("b")), start);
    set.merge(known("c", "bob"), start);
    set.forget(start + 1h);
    BOOST_TEST(set.known().size() == 2U);
    set.forget(start + releases_are_kept - 1s);
    BOOST_TEST(set.known().size() == 2U);
    set.forget(start + releases_are_kept);
    BOOST_TEST(set.known().size() == 1U);
    BOOST_TEST(set.known().front().is.login == "bob");
}

BOOST_AUTO_TEST_CASE(text_says_all_of_it_and_logins_of_any_octets) {
    auto one = known("a",
                     "al\xff\xfe"
                     "ice",
                     start + 1h);
    one = released(one, start + 1s);
    const auto read = known_suspension(nlohmann::ordered_json::parse(
        json_of(one).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
    BOOST_TEST(read.id == "a");
    BOOST_TEST(read.host == "one");
    BOOST_TEST(read.is.login == one.is.login);
    BOOST_TEST(read.is.why == "too many");
    BOOST_TEST((read.is.until == start + 1h));
    BOOST_TEST(read.released.value().by == "root");
    BOOST_TEST((read.released.value().at == start + 1s));
}

/// Hosts suspend, release and hear of each other in any order; once all have heard all, they agree,
/// and a login is suspended exactly where some suspension was known to nobody who released.
RC_BOOST_PROP(hosts_agree_whatever_the_order, ()) {
    std::array<SuspensionSet, 3> hosts;
    std::vector<std::string> made;
    std::vector<std::string> ended;
    const auto steps = *rc::gen::inRange(1, 40);
    for (int step = 0; step < steps; ++step) {
        auto& host = hosts.at(*rc::gen::inRange<std::size_t>(0, hosts.size()));
        switch (*rc::gen::inRange(0, 3)) {
            case 0:
                made.push_back("s" + std::to_string(step));
                host.merge(known(made.back()), start);
                break;
            case 1:
                for (const auto& each : host.known()) {
                    ended.push_back(each.id);
                }
                (void)host.release("alice", {.by = "root", .why = "x", .at = start}, start);
                break;
            default: hear(host, hosts.at(*rc::gen::inRange<std::size_t>(0, hosts.size())));
        }
    }
    for (int round = 0; round < 2; ++round) {
        for (auto& host : hosts) {
            for (const auto& other : hosts) {
                hear(host, other);
            }
        }
    }
    const bool is_expected = std::any_of(made.begin(), made.end(), [&](const auto& id) {
        return std::find(ended.begin(), ended.end(), id) == ended.end();
    });
    for (const auto& host : hosts) {
        RC_ASSERT(is_suspended(host) == is_expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
