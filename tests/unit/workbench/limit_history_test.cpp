// Limits counted again from a trail say nothing that the store of a daemon would not have said.
#include "workbench/limit_history.h"

#include "limits/memory_limits.h"

#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace std::chrono_literals;
using namespace msa;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t start = 1'780'000'000 * second;

Charge charge(const std::string& id, std::int64_t events, Counting counting = Counting::amount) {
    Charge made{.key = id + '|' + std::to_string(events) + "/60|login:alice",
                .quota = {.events = events, .window = 60s, .burst = events},
                .counting = counting};
    made.memory = 300s;
    return made;
}

LimitMoment message(std::int64_t at, std::vector<LimitCall> calls) {
    static int number = 0;
    LimitMoment moment{
        .time = start + at * second, .host = "one", .transaction = "t" + std::to_string(++number)};
    for (const auto& call : calls) {
        for (const auto& each : call.charges) {
            if (each.member.empty()) {
                moment.at_mail.insert(each.key);
            }
        }
    }
    moment.calls = std::move(calls);
    moment.recipients = 1;
    moment.is_accepted = true;
    return moment;
}

LimitMoment unknown(LimitMoment::Kind kind, std::int64_t at) {
    return {.kind = kind, .time = start + at * second, .end = start + at * second, .host = "one"};
}

/// y, n, or why nobody can tell, for each message that charges once.
std::string said(const std::vector<LimitMoment>& moments) {
    LimitHistory history;
    for (const auto& each : moments) {
        history.add(each);
    }
    const auto counted = std::move(history).counted();
    std::string all;
    for (const auto& each : moments) {
        const auto* found = counted.of(each.transaction);
        if (found == nullptr || found->empty()) {
            continue;
        }
        const auto& first = found->begin()->second.front();
        all += first.answer                           ? (first.answer->is_within ? 'y' : 'n')
               : first.why == Uncounted::before_trail ? 'b'
               : first.why == Uncounted::behind_gap   ? 'g'
               : first.why == Uncounted::other_mail   ? 'o'
                                                      : 's';
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_history)

BOOST_AUTO_TEST_CASE(what_is_above_the_limit_is_refused_and_heals) {
    const LimitCall one{.charges = {charge("a", 2)}};
    BOOST_TEST(said({message(0, {one}), message(1, {one}), message(2, {one}), message(30, {one}),
                     message(31, {one})}) == "yynyn");
}

BOOST_AUTO_TEST_CASE(what_was_not_accepted_is_given_back) {
    const LimitCall one{.charges = {charge("a", 1)}};
    auto refused = message(0, {one});
    refused.is_accepted = false;
    BOOST_TEST(said({refused, message(1, {one}), message(2, {one})}) == "yyn");
}

BOOST_AUTO_TEST_CASE(where_the_trail_begins_late_a_message_below_the_rate_is_known_after_a_while) {
    const LimitCall one{.charges = {charge("a", 2)}};
    const auto beginning = unknown(LimitMoment::Kind::beginning, 0);
    BOOST_TEST(said({beginning, message(0, {one}), message(1, {one}), message(61, {one}),
                     message(100, {one}), message(200, {one})}) == "bbyyy");
    const auto gap = unknown(LimitMoment::Kind::gap, 10);
    BOOST_TEST(said({message(0, {one}), gap, message(11, {one}), message(100, {one})}) == "ygy");
}

BOOST_AUTO_TEST_CASE(limits_of_the_trail_are_not_counted_again_for_other_mail) {
    auto told = message(0, {});
    told.recorded = {"a|2/60|login:bob"};
    BOOST_TEST(said({told, message(1, {{.charges = {charge("a", 2)}}})}) == "o");
    BOOST_TEST(said({message(1, {{.charges = {charge("s", 30, Counting::share)}}})}) == "s");
}

BOOST_AUTO_TEST_CASE(a_limit_that_refuses_has_others_charged_nothing) {
    const LimitCall both{.charges = {charge("a", 1), charge("b", 9)}};
    const LimitCall last{.charges = {charge("b", 2)}};
    LimitHistory history;
    std::vector<LimitMoment> all{message(0, {both}), message(1, {both}), message(2, {both})};
    for (const auto& each : all) {
        history.add(each);
    }
    const auto counted = std::move(history).counted();
    BOOST_TEST(counted.of(all[2].transaction)->at("b|9/60|login:alice").front().answer->left == 8);
}

/// Random mail, of which the trail has lost some: whatever is decided is what a daemon that saw all
/// of it would have said.
RC_BOOST_PROP(nothing_is_said_that_a_daemon_would_not_have_said, ()) {
    std::chrono::steady_clock::time_point steady{1h};
    MemoryLimits store([&steady] { return steady; },
                       [] { return std::chrono::system_clock::time_point{}; });
    struct Expected {
        std::string transaction;
        std::string key;
        bool is_within;
    };
    std::vector<Expected> expected;
    LimitHistory history;
    std::int64_t at = 0;
    if (*rc::gen::inRange(0, 2) == 0) {
        history.add(unknown(LimitMoment::Kind::beginning, 0));
    }
    const auto count = *rc::gen::inRange(1, 40);
    for (int i = 0; i < count; ++i) {
        const auto pause = *rc::gen::inRange(0, 40);
        at += pause;
        steady += std::chrono::seconds(pause);
        const bool is_hidden = *rc::gen::inRange(0, 8) == 0;
        auto networks = charge("networks", 2, Counting::distinct);
        networks.member = "net" + std::to_string(*rc::gen::inRange(0, 4));
        networks.is_final = true;
        auto watched = charge("watched", 3);
        watched.is_enforced = *rc::gen::inRange(0, 2) == 0;
        std::vector<LimitCall> calls{{.charges = {charge("messages", 3), networks, watched}}};
        const auto recipients = *rc::gen::inRange(1, 4);
        for (int r = 0; r < recipients; ++r) {
            auto strangers = charge("strangers", 4, Counting::newcomers);
            strangers.member = "member" + std::to_string(*rc::gen::inRange(0, 6));
            calls.push_back({.charges = {charge("recipients", 5), strangers}});
        }
        auto moment = message(at, calls);
        moment.at_mail = {"messages|3/60|login:alice", "networks|2/60|login:alice",
                          "watched|3/60|login:alice"};
        moment.recipients = static_cast<std::size_t>(recipients);
        moment.is_accepted = *rc::gen::inRange(0, 4) != 0;
        bool is_refused = false;
        int left = recipients;
        for (std::size_t c = 0; c < calls.size() && !is_refused; ++c) {
            const auto answers = store.reserve(moment.transaction, calls[c].charges).value();
            bool fits = true;
            for (std::size_t k = 0; k < answers.size(); ++k) {
                const auto& each = calls[c].charges[k];
                fits = fits && (answers[k].is_within || !each.is_enforced);
                expected.push_back({moment.transaction, each.key, answers[k].is_within});
            }
            is_refused = c == 0 && !fits;
            left -= c != 0 && !fits ? 1 : 0;
        }
        if (moment.is_accepted && !is_refused && left > 0) {
            store.commit(moment.transaction);
        } else {
            store.give_back(moment.transaction);
        }
        if (is_hidden) {
            history.add(unknown(LimitMoment::Kind::gap, at));
        } else {
            history.add(moment);
        }
    }
    const auto counted = std::move(history).counted();
    std::map<std::pair<std::string, std::string>, std::size_t> used;
    for (const auto& each : expected) {
        const auto* found = counted.of(each.transaction);
        if (found == nullptr) {
            continue;  // hidden
        }
        const auto& answers = found->at(each.key);
        const auto place = used[{each.transaction, each.key}]++;
        RC_ASSERT(place < answers.size());
        if (answers[place].answer) {
            RC_LOG() << each.transaction << ' ' << each.key << ' ' << place << '\n';
            RC_ASSERT(answers[place].answer->is_within == each.is_within);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
