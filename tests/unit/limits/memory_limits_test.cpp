// Limits in memory.
#include "limits/memory_limits.h"

#include "unit/limits/any_charge.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace std::chrono_literals;
using msa::Charge;
using msa::Counting;
using msa::network;
using msa::new_recipient;
using msa::ten_an_hour;

namespace {

/// Limits whose clocks the test turns.
struct Counted {
    std::chrono::steady_clock::time_point now{1000s};
    std::chrono::system_clock::time_point begin{1'800'000'000s};
    msa::MemoryLimits limits;

    explicit Counted(msa::MemoryLimits::Bounds bounds = {})
        : limits([this] { return now; }, [this] { return begin + (now - steady_begin); }, bounds) {}

    msa::LimitAnswer ask(const std::string& transaction, const Charge& charge) {
        return limits.reserve(transaction, {charge}).value().front();
    }
    /// In a transaction of its own, which is accepted.
    msa::LimitAnswer spend(const Charge& charge) {
        auto answer = ask("t", charge);
        limits.commit("t");
        return answer;
    }
    [[nodiscard]] std::chrono::system_clock::duration until(const msa::LimitAnswer& answer) const {
        return answer.next_at - (begin + (now - steady_begin));
    }

private:
    static constexpr std::chrono::steady_clock::time_point steady_begin{1000s};
};

Charge share(std::int64_t cost) {
    return {.key = "s|30/3600|login:alice",
            .quota = {.events = 30, .window = 3600s, .burst = 10},
            .counting = Counting::share,
            .cost = cost,
            .is_enforced = false,
            .is_final = true};
}

Charge question(Charge charge) {
    charge.is_question = true;
    charge.is_final = false;
    charge.is_enforced = true;
    return charge;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_limits)

BOOST_AUTO_TEST_CASE(the_whole_limit_comes_at_once_and_heals_at_the_exact_moment) {
    Counted counted;
    BOOST_TEST(counted.spend(ten_an_hour(10)).left == 0);
    const auto answer = counted.spend(ten_an_hour());
    BOOST_TEST(!answer.is_within);
    BOOST_TEST(!answer.is_too_much);
    BOOST_TEST((counted.until(answer) == 360s));
    counted.now += 360s - 1ns;
    BOOST_TEST(!counted.spend(ten_an_hour()).is_within);
    counted.now += 1ns;
    BOOST_TEST(counted.spend(ten_an_hour()).is_within);
    BOOST_TEST(!counted.spend(ten_an_hour()).is_within);
}

BOOST_AUTO_TEST_CASE(what_is_above_the_burst_never_heals) {
    Counted counted;
    const auto answer = counted.spend(ten_an_hour(11));
    BOOST_TEST(!answer.is_within);
    BOOST_TEST(answer.is_too_much);
    BOOST_TEST(counted.spend(ten_an_hour(10)).is_within);
}

BOOST_AUTO_TEST_CASE(what_was_given_back_was_never_there) {
    Counted counted;
    BOOST_TEST(counted.ask("a", ten_an_hour(8)).left == 2);
    counted.now += 720s;
    BOOST_TEST(counted.ask("b", ten_an_hour(4)).left == 0);
    counted.limits.give_back("a");
    // Four of ten at the time of b.
    BOOST_TEST(counted.ask("c", ten_an_hour(6)).left == 0);
    counted.limits.give_back("b");
    BOOST_TEST(counted.ask("d", ten_an_hour(4)).is_within);
    BOOST_TEST(!counted.ask("d", ten_an_hour()).is_within);
}

BOOST_AUTO_TEST_CASE(a_reservation_that_nobody_ends_lapses_after_an_hour) {
    Counted counted;
    BOOST_TEST(counted.ask("a", {.key = "k", .quota = {5, 24h, 5}, .cost = 5}).is_within);
    counted.now += 1h - 1ns;
    BOOST_TEST(!counted.ask("b", {.key = "k", .quota = {5, 24h, 5}, .cost = 5}).is_within);
    counted.now += 1ns;
    BOOST_TEST(counted.ask("b", {.key = "k", .quota = {5, 24h, 5}, .cost = 5}).is_within);
}

BOOST_AUTO_TEST_CASE(where_one_is_above_its_limit_nothing_else_is_charged) {
    Counted counted;
    BOOST_TEST(counted.spend(ten_an_hour(10)).is_within);
    const Charge other{.key = "o", .quota = {3, 1h, 3}};
    auto loose = other;
    loose.key = "loose";
    loose.is_enforced = false;
    const auto answers = counted.limits.reserve("t", {other, ten_an_hour(), loose}).value();
    BOOST_TEST(answers[0].is_within);
    BOOST_TEST(answers[0].left == 3);
    BOOST_TEST(!answers[1].is_within);
    BOOST_TEST(answers[2].left == 2);
}

BOOST_AUTO_TEST_CASE(a_question_counts_nothing) {
    Counted counted;
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST(counted.spend(question(ten_an_hour())).is_within);
    }
    BOOST_TEST(counted.spend(ten_an_hour(10)).is_within);
    BOOST_TEST(!counted.spend(question(ten_an_hour())).is_within);
}

BOOST_AUTO_TEST_CASE(who_was_written_to_is_no_new_recipient) {
    Counted counted;
    BOOST_TEST(counted.spend(new_recipient("bob@example.net")).left == 1);
    BOOST_TEST(counted.spend(new_recipient("bob@example.net")).left == 1);
    BOOST_TEST(counted.spend(new_recipient("carol@example.net")).left == 0);
    BOOST_TEST(!counted.spend(new_recipient("dave@example.net")).is_within);
    BOOST_TEST(counted.spend(new_recipient("bob@example.net")).is_within);
    counted.now += 24h;
    BOOST_TEST(counted.spend(new_recipient("bob@example.net")).left == 1);
}

BOOST_AUTO_TEST_CASE(who_was_refused_mail_stays_new) {
    Counted counted;
    BOOST_TEST(counted.ask("a", new_recipient("bob@example.net")).left == 1);
    BOOST_TEST(counted.ask("a", new_recipient("bob@example.net")).left == 1);
    BOOST_TEST(counted.ask("b", new_recipient("bob@example.net")).left == 0);
    counted.limits.give_back("a");
    counted.limits.give_back("b");
    BOOST_TEST(counted.spend(new_recipient("bob@example.net")).left == 1);
}

BOOST_AUTO_TEST_CASE(different_networks_are_counted_in_a_window_that_moves) {
    Counted counted;
    BOOST_TEST(counted.spend(network("192.0.2.0/24")).left == 1);
    counted.now += 10min;
    BOOST_TEST(counted.spend(network("198.51.100.0/24")).left == 0);
    const auto answer = counted.spend(network("203.0.113.0/24"));
    BOOST_TEST(!answer.is_within);
    BOOST_TEST((counted.until(answer) == 50min));
    BOOST_TEST(counted.spend(network("198.51.100.0/24")).is_within);
    counted.now += 50min;
    BOOST_TEST(counted.spend(network("203.0.113.0/24")).is_within);
}

BOOST_AUTO_TEST_CASE(a_share_counts_once_there_is_enough_and_heals_with_its_slices) {
    Counted counted;
    for (int i = 0; i < 9; ++i) {
        (void)counted.spend(share(1));
    }
    BOOST_TEST(counted.ask("q", question(share(0))).is_within);
    (void)counted.spend(share(0));
    const auto answer = counted.ask("q", question(share(0)));
    BOOST_TEST(!answer.is_within);
    BOOST_TEST(answer.left == 0);
    counted.now +=
        std::chrono::duration_cast<std::chrono::nanoseconds>(counted.until(answer)) - 1ns;
    BOOST_TEST(!counted.ask("q", question(share(0))).is_within);
    counted.now += 1ns;
    BOOST_TEST(counted.ask("q", question(share(0))).is_within);
}

BOOST_AUTO_TEST_CASE(with_too_many_keys_nobody_can_tell_until_one_is_idle) {
    Counted counted({.keys = 2, .members_of_a_key = 10, .members = 10});
    for (const auto* key : {"a", "b"}) {
        BOOST_TEST(counted.spend({.key = key, .quota = {1, 1h, 1}}).is_within);
    }
    BOOST_TEST(counted.limits.reserve("t", {{.key = "a", .quota = {1, 1h, 1}}}).has_value());
    BOOST_TEST(!counted.limits.reserve("t", {{.key = "c", .quota = {1, 1h, 1}}}).has_value());
    counted.now += 2h;
    BOOST_TEST(counted.limits.reserve("t", {{.key = "c", .quota = {1, 1h, 1}}}).has_value());
}

BOOST_AUTO_TEST_CASE(what_somebody_keeps_is_idle_once_it_was_taken) {
    Counted counted({.keys = 1, .members_of_a_key = 10, .members = 10});
    (void)counted.limits.take_changes();
    BOOST_TEST(counted.spend({.key = "a", .quota = {1, 1h, 1}}).is_within);
    counted.now += 2h;
    BOOST_TEST(!counted.limits.reserve("t", {{.key = "b", .quota = {1, 1h, 1}}}).has_value());
    BOOST_TEST(counted.limits.take_changes().limits.size() == 1U);
    counted.now += 2s;  // it does not look again at once
    BOOST_TEST(counted.limits.reserve("t", {{.key = "b", .quota = {1, 1h, 1}}}).has_value());
}

BOOST_AUTO_TEST_CASE(the_oldest_members_are_forgotten_first) {
    Counted counted({.keys = 10, .members_of_a_key = 20, .members = 100});
    auto many = new_recipient("");
    many.quota = {1000, 1h, 1000};
    for (int i = 0; i < 30; ++i) {
        many.member = std::to_string(i) + "@example.net";
        (void)counted.spend(many);
        counted.now += 1ms;
    }
    many.member = "29@example.net";
    const auto before = counted.ask("q", question(many)).left;
    (void)counted.spend(many);
    BOOST_TEST(counted.ask("q", question(many)).left == before);
    many.member = "0@example.net";
    BOOST_TEST(counted.spend(many).left == before - 1);
}

BOOST_AUTO_TEST_CASE(what_is_kept_goes_on_where_it_was_and_reservations_are_free_again) {
    Counted before;
    (void)before.spend(ten_an_hour(4));
    (void)before.spend(new_recipient("bob@example.net"));
    (void)before.spend(network("192.0.2.0/24"));
    for (int i = 0; i < 12; ++i) {
        (void)before.spend(share(1));
    }
    (void)before.ask("open", ten_an_hour(6));
    const auto kept = before.limits.take_changes();
    BOOST_TEST(before.limits.take_changes().limits.empty());
    BOOST_TEST(kept.limits.size() == 4U);
    BOOST_TEST(kept.members.size() == 2U);

    Counted after;
    after.now += 360s;  // as long as one takes
    after.limits.restore(kept);
    BOOST_TEST(after.ask("q", question(ten_an_hour())).left == 7);
    BOOST_TEST(after.ask("q", question(new_recipient("bob@example.net"))).is_within);
    BOOST_TEST(after.spend(network("198.51.100.0/24")).left == 0);
    BOOST_TEST(!after.ask("q", question(share(0))).is_within);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_a_day_ahead_fills_no_limit_more_than_full) {
    Counted before;
    before.begin += 24h;
    (void)before.spend(ten_an_hour(10));
    Counted after;
    after.limits.restore(before.limits.all());
    const auto answer = after.spend(ten_an_hour());
    BOOST_TEST(!answer.is_within);
    BOOST_TEST((after.until(answer) == 360s));
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_recipients_and_a_login_of_1_kb_are_counted) {
    Counted counted;
    const Charge charge{.key = "r|1000000/86400|login:" + std::string(1024, 'x'),
                        .quota = {1'000'000, 24h, 1'000'000}};
    for (int i = 0; i < 100'000; ++i) {
        BOOST_REQUIRE(counted.ask(i % 2 == 0 ? "even" : "odd", charge).is_within);
    }
    counted.limits.give_back("even");
    BOOST_TEST(counted.ask("q", question(charge)).left == 950'000);
}

BOOST_AUTO_TEST_CASE(
    a_hundred_thousand_new_recipients_of_one_message_are_known_once_it_is_accepted) {
    Counted counted;
    auto charge = new_recipient("");
    charge.key = "n|1000000/86400|login:" + std::string(1024, 'x');
    charge.quota = {1'000'000, 24h, 1'000'000};
    const auto write_to_all = [&](const char* transaction) {
        for (int i = 0; i < 100'000; ++i) {
            charge.member = std::to_string(i) + "@example.net";
            BOOST_REQUIRE(counted.ask(transaction, charge).is_within);
        }
    };
    write_to_all("refused");
    counted.limits.give_back("refused");
    BOOST_TEST(counted.ask("q", question(charge)).left == 1'000'000);
    write_to_all("accepted");
    counted.limits.commit("accepted");
    write_to_all("once more");
    counted.limits.commit("once more");
    BOOST_TEST(counted.ask("q", question(charge)).left == 900'000);
}

namespace {

/// GCRA by its definition: everything that was not given back is counted again from the beginning.
struct Model {
    struct Event {
        std::int64_t time;
        std::int64_t cost;
        int transaction;
        bool is_there = true;
    };
    std::int64_t each;
    std::int64_t burst;
    std::vector<Event> events{};

    [[nodiscard]] std::int64_t empty_at() const {
        std::int64_t time = 0;
        for (const auto& event : events) {
            time = event.is_there ? std::max(time, event.time) + event.cost * each : time;
        }
        return time;
    }
    bool admit(std::int64_t now, std::int64_t cost, int transaction) {
        const auto then = std::max(empty_at(), now) + cost * each;
        if (then - now > burst * each) {
            return false;
        }
        events.push_back({now, cost, transaction});
        return true;
    }
    void end(int transaction, bool is_accepted) {
        for (auto& event : events) {
            event.is_there = event.is_there && (is_accepted || event.transaction != transaction);
            event.transaction = event.transaction == transaction ? -1 : event.transaction;
        }
    }
};

}  // namespace

RC_BOOST_PROP(generated_traffic_is_judged_as_the_definition_has_it, ()) {
    const auto events = *rc::gen::inRange<std::int64_t>(1, 20);
    const auto burst = *rc::gen::inRange<std::int64_t>(1, 20);
    const auto window = std::chrono::seconds(*rc::gen::inRange(1, 100));
    Counted counted;
    Model model{std::chrono::nanoseconds(window).count() / events, burst};
    const auto steps = *rc::gen::inRange(1, 120);
    for (int i = 0; i < steps; ++i) {
        counted.now += std::chrono::milliseconds(*rc::gen::inRange(0, 4000));
        const int transaction = *rc::gen::inRange(0, 5);
        const auto name = std::to_string(transaction);
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                counted.limits.commit(name);
                model.end(transaction, true);
                break;
            case 1:
                counted.limits.give_back(name);
                model.end(transaction, false);
                break;
            default: {
                const auto cost = *rc::gen::inRange<std::int64_t>(1, 6);
                const auto now = std::chrono::nanoseconds(counted.now.time_since_epoch()).count();
                const auto answer =
                    counted.ask(name, {.key = "k", .quota = {events, window, burst}, .cost = cost});
                RC_ASSERT(answer.is_within == model.admit(now, cost, transaction));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
