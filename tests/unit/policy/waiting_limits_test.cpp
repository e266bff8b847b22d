// Limits of a message that wait for its first recipient, as those do that a server counts.
#include "submission/heard_limits.h"
#include "unit/policy/limited_world.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::Action;
using msa::Counted;

namespace {

/// Counts in memory, but would rather be asked with the first recipient.
class WaitingLimits final : public msa::LimitStore {
public:
    explicit WaitingLimits(msa::LimitStore& limits) : limits_(limits) {}

    [[nodiscard]] msa::Result<std::vector<msa::LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<msa::Charge>& charges) override {
        calls.push_back(charges.size());
        return is_away ? msa::Result<std::vector<msa::LimitAnswer>>(msa::Error{"away"})
                       : limits_.reserve(transaction, charges);
    }
    void commit(std::string_view transaction) noexcept override { limits_.commit(transaction); }
    void give_back(std::string_view transaction) noexcept override {
        limits_.give_back(transaction);
    }
    [[nodiscard]] bool may_wait(const std::vector<msa::Charge>& /*of_message*/) override {
        return waits;
    }

    bool waits = true;
    bool is_away = false;
    std::vector<std::size_t> calls{};  // how many charges each had

private:
    msa::LimitStore& limits_;
};

struct WaitingWorld : World {
    explicit WaitingWorld(std::vector<msa::Rule> rules) : World(std::move(rules)) {
        store = &waiting;
    }
    /// What was said to each, and to the message that is sent to them all the same.
    std::vector<std::string> told(const std::vector<std::string>& recipients) {
        msa::Transaction transaction(set, msa::alices_session(), ++number, environment());
        const msa::MailCommand mail{
            .argument = "<alice@example.com>", .parameters = {}, .mta_address = {}};
        BOOST_TEST(!transaction.mail(mail));
        std::vector<std::string> all;
        for (const auto& each : recipients) {
            const auto refusal = transaction.recipient({.argument = each});
            all.push_back(refusal ? to_text(*refusal) : std::string());
        }
        const auto refusal = transaction.end_of_headers("Q1");
        all.push_back(refusal ? to_text(*refusal) : std::string());
        transaction.abort({});
        return all;
    }
    [[nodiscard]] std::int64_t used(const std::string& id) {
        const auto all = limits.fullest(10).value();
        for (const auto& each : all) {
            if (each.key.starts_with(id + '|')) {
                return each.used;
            }
        }
        return 0;
    }

    WaitingLimits waiting{limits};
};

msa::Limit named(std::string id, msa::Limit limit) {
    limit.id = std::move(id);
    return limit;
}

const std::vector<std::string> three{"<a@example.org>", "<b@example.org>", "<c@example.org>"};

}  // namespace

BOOST_AUTO_TEST_SUITE(waiting_limits)

BOOST_AUTO_TEST_CASE(the_message_and_its_first_recipient_are_one_call) {
    WaitingWorld world(rules_of(rule_of(named("messages", a_day(Counted::messages, 9))),
                                rule_of(named("recipients", a_day(Counted::recipients, 9)))));
    BOOST_TEST(world.send(three) == "");
    BOOST_TEST(world.waiting.calls == (std::vector<std::size_t>{2, 1, 1}));
    BOOST_TEST(world.used("messages") == 1);
    BOOST_TEST(world.used("recipients") == 3);
}

BOOST_AUTO_TEST_CASE(a_message_above_its_limit_is_refused_at_each_recipient_and_asked_once) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1)),
                                rule_of(named("recipients", a_day(Counted::recipients, 9)))));
    BOOST_TEST(world.send() == "");
    world.waiting.calls.clear();
    const std::string refusal =
        "450 4.7.1 1 message a day is used up; the next at 2025-11-22 11:00 UTC (rule daily, "
        "session s1)";
    BOOST_TEST(world.told(three) == (std::vector<std::string>(4, refusal)),
               boost::test_tools::per_element());
    BOOST_TEST(world.waiting.calls == (std::vector<std::size_t>{2}));
    BOOST_TEST(world.used("recipients") == 1);
    BOOST_TEST(world.send(three) == refusal);
    BOOST_TEST((world.record().disposition == msa::Disposition::deferred));
    BOOST_TEST(to_text(world.record().reply.value()) == refusal);
    BOOST_TEST(deciding_rule(world.record().findings, world.record().disposition,
                             world.record().stage) == "daily");
}

BOOST_AUTO_TEST_CASE(where_it_is_known_to_be_used_up_mail_is_refused) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1))));
    BOOST_TEST(world.send() == "");
    world.waiting.waits = false;
    BOOST_TEST(world.send().starts_with("450 4.7.1 1 message a day is used up"));
    BOOST_TEST(world.record().stage == "mail");
}

BOOST_AUTO_TEST_CASE(a_message_without_recipients_counts_nothing) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1))));
    BOOST_TEST(world.send({}) == "");
    BOOST_TEST(world.waiting.calls.empty());
    BOOST_TEST(world.send() == "");
}

BOOST_AUTO_TEST_CASE(a_recipient_that_is_held_up_does_not_hold_up_the_message) {
    auto outside = named("outside", a_day(Counted::recipients_outside, 1));
    outside.hosted_domains = {msa::AddressPattern::parse("@example.com").value()};
    auto monitored = rule_of(named("monitored", a_day(Counted::messages, 9)));
    monitored.mode = msa::Mode::monitor;
    WaitingWorld world(rules_of(rule_of(named("messages", a_day(Counted::messages, 9))),
                                std::move(monitored), rule_of(outside)));
    BOOST_TEST(world.send() == "");
    const auto refusal = world.send({"<a@example.org>", "<bob@example.com>"});
    BOOST_TEST(refusal.find("rule outside") != std::string::npos);
    BOOST_TEST((world.record().disposition == msa::Disposition::accepted));
    for (const auto* each : {"messages", "monitored"}) {
        BOOST_TEST(world.used(each) == 2, each);
    }
    BOOST_TEST(world.used("outside") == 1);
    BOOST_TEST(world.send().find("rule outside") != std::string::npos);
    BOOST_TEST(world.used("messages") == 2);  // it was given back
}

BOOST_AUTO_TEST_CASE(what_another_rule_refuses_first_hears_of_the_message_too) {
    WaitingWorld world(rules_of(at_recipient("unknown",
                                             [](const msa::RecipientStage& at) {
                                                 return at.recipient->argument == "<a@example.org>"
                                                            ? msa::Findings{msa::finding("no a")}
                                                            : msa::Findings{};
                                             }),
                                rule_of(a_day(Counted::messages, 2)),
                                rule_of(named("recipients", a_day(Counted::recipients, 9)))));
    BOOST_TEST(world.send(three).starts_with("550 5.7.1 no a"));
    BOOST_TEST(world.waiting.calls == (std::vector<std::size_t>{1, 1, 1}));
    BOOST_TEST(world.send() == "");
    const auto told = world.told(three);
    BOOST_TEST(told.front().starts_with("450 4.7.1 2 messages a day are used up"), told.front());
    BOOST_TEST(told.back() == told.front());
    BOOST_TEST(world.used("recipients") == 3);
}

BOOST_AUTO_TEST_CASE(what_the_mta_refuses_asks_for_the_message) {
    auto limit = a_day(Counted::refused_recipients, 40);
    limit.quota.burst = 4;
    WaitingWorld world(rules_of(rule_of(limit, Action::suspend)));
    for (int i = 0; i < 3; ++i) {
        msa::Transaction transaction(world.set, msa::alices_session(), ++world.number,
                                     world.environment());
        const msa::MailCommand mail{
            .argument = "<alice@example.com>", .parameters = {}, .mta_address = {}};
        BOOST_TEST(!transaction.mail(mail));
        transaction.refused_recipient({.argument = "<x@example.com>"}, {550, "5.1.1", "No such"});
        BOOST_TEST(world.suspensions.all.size() == (i < 2 ? 0U : 1U));
        const auto next = transaction.recipient({.argument = "<bob@example.com>"});
        BOOST_TEST(next.has_value() == (i == 2));
        transaction.abort({});
    }
}

BOOST_AUTO_TEST_CASE(a_message_suspends_at_its_first_recipient) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1), Action::suspend)));
    BOOST_TEST(world.send() == "");
    const std::string refusal = "525 5.7.13 This account is suspended (rule daily, session s1)";
    BOOST_TEST(world.told(three) == (std::vector<std::string>(4, refusal)),
               boost::test_tools::per_element());
    BOOST_TEST(world.suspensions.all.size() == 1U);
    BOOST_TEST(world.record().suspension->rule == "daily");
    BOOST_TEST((world.record().disposition == msa::Disposition::rejected));
}

BOOST_AUTO_TEST_CASE(a_message_of_too_many_is_held_and_is_sent_to_all) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1), Action::hold)));
    BOOST_TEST(world.send() == "");
    BOOST_TEST(world.send(three) == "");
    BOOST_TEST((world.record().disposition == msa::Disposition::held));
    BOOST_TEST(world.record().findings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_cannot_be_asked_defers_the_whole_message) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1))));
    world.waiting.is_away = true;
    const auto told = world.told(three);
    for (const auto& each : told) {
        BOOST_TEST(each.starts_with("451"), each);
    }
    BOOST_TEST(told.size() == 4U);
    BOOST_TEST(world.waiting.calls.size() == 1U);
}

BOOST_AUTO_TEST_CASE(recipients_after_such_a_refusal_say_nothing_of_themselves) {
    auto share = named("share", a_day(Counted::refused_recipients, 50));
    share.quota.burst = 2;
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1)), rule_of(share)));
    BOOST_TEST(world.send() == "");
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(world.told(three).front().find("rule daily") != std::string::npos);
    }
    BOOST_TEST(world.used("share") == 0);
}

BOOST_AUTO_TEST_CASE(what_has_waited_is_heard_again_where_it_was_said) {
    WaitingWorld world(rules_of(rule_of(a_day(Counted::messages, 1)),
                                rule_of(named("recipients", a_day(Counted::recipients, 2)))));
    BOOST_TEST(world.send() == "");
    BOOST_TEST(!world.send(three).empty());
    const auto facts = world.record().facts;
    msa::HeardLimits heard(
        &facts.limits,
        [](std::string_view, const msa::Charge&) {
            return msa::Result<msa::LimitAnswer>(msa::Error{"not asked"});
        },
        true);
    world.store = &heard;
    const auto before = world.record().findings;
    BOOST_TEST(!world.send(three).empty());
    BOOST_REQUIRE(world.record().findings.size() == before.size());
    BOOST_TEST(world.record().findings.front().what == before.front().what);
    BOOST_TEST(world.record().stage == "recipient");
}

BOOST_AUTO_TEST_SUITE_END()
