// Limits and suspensions in whole transactions: what is charged when, and what the reply says.
#include "submission/heard_limits.h"
#include "unit/policy/limited_world.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using msa::Action;
using msa::Counted;
using msa::Limit;

BOOST_AUTO_TEST_SUITE(limited_transaction)

// The clock stands at 2025-11-21 11:00 UTC.
BOOST_AUTO_TEST_CASE(the_reply_names_the_limit_and_the_moment_at_which_it_heals) {
    World world(rules_of(rule_of(a_day(Counted::messages, 24))));
    for (int i = 0; i < 24; ++i) {
        BOOST_TEST(world.send() == "");
    }
    BOOST_TEST(world.send() ==
               "450 4.7.1 24 messages a day are used up; the next at 12:00 UTC (rule daily, "
               "session s1)");
    world.pass(3599s);
    BOOST_TEST(world.send().starts_with("450"));
    world.pass(1s);
    BOOST_TEST(world.send() == "");
}

BOOST_AUTO_TEST_CASE(another_day_is_named) {
    World world(rules_of(rule_of(a_day(Counted::messages, 1))));
    BOOST_TEST(world.send() == "");
    world.pass(90s);
    BOOST_TEST(world.send().starts_with(
        "450 4.7.1 1 message a day is used up; the next at 2025-11-22 11:00 UTC"));
}

BOOST_AUTO_TEST_CASE(what_is_refused_later_or_not_recorded_is_given_back) {
    World world(rules_of(
        rule_of(a_day(Counted::recipients, 2)), at_headers("late", [](const msa::HeadersStage& at) {
            return at.recipients.size() > 1 ? msa::Findings{msa::finding("two")} : msa::Findings{};
        })));
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(world.send({"<a@example.org>", "<b@example.org>"}).starts_with("550 5.7.1 two"));
    }
    world.audit.fails = true;
    BOOST_TEST(world.send().starts_with("451"));
    world.audit.fails = false;
    BOOST_TEST(world.send() == "");
    BOOST_TEST(world.send() == "");
    BOOST_TEST(world.send().starts_with("450"));
}

BOOST_AUTO_TEST_CASE(one_limit_that_is_used_up_charges_no_other) {
    auto narrow = a_day(Counted::messages, 1);
    narrow.id = "narrow";
    World world(rules_of(rule_of(a_day(Counted::messages, 3)), rule_of(narrow)));
    BOOST_TEST(world.send() == "");
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(world.send().find("rule narrow") != std::string::npos);
    }
    BOOST_TEST(world.record().facts.limits.at(0).left == 2);
}

BOOST_AUTO_TEST_CASE(a_part_that_is_used_is_noted_once) {
    auto limit = a_day(Counted::messages, 10);
    limit.warn_at = 0.8;
    World world(rules_of(rule_of(limit)));
    int noted = 0;
    for (int i = 0; i < 10; ++i) {
        BOOST_TEST(world.send() == "");
        noted += static_cast<int>(world.record().findings.size());
    }
    BOOST_TEST(noted == 1);
}

BOOST_AUTO_TEST_CASE(refused_recipients_refuse_further_ones) {
    auto limit = a_day(Counted::refused_recipients, 50);
    limit.quota.burst = 4;
    World world(rules_of(at_recipient("unknown",
                                      [](const msa::RecipientStage& at) {
                                          return at.recipient->argument[1] == 'x'
                                                     ? msa::Findings{msa::finding("unknown user")}
                                                     : msa::Findings{};
                                      }),
                         rule_of(limit)));
    BOOST_TEST(world.send({"<x1@example.org>", "<x2@example.org>", "<x3@example.org>"})
                   .starts_with("550 5.7.1 unknown"));
    BOOST_TEST(
        world.send({"<x4@example.org>", "<bob@example.org>"})
            .starts_with("450 4.7.1 More than 50 % of the recipients were refused in a day"));
    BOOST_TEST(world.send().starts_with("450 4.7.1 More than 50 %"));
}

BOOST_AUTO_TEST_CASE(refused_rights_count_though_the_message_was_refused) {
    auto forged = at_headers("from", [](const msa::HeadersStage& at) {
        return at.recipients.front().argument == "<x@example.org>"
                   ? msa::Findings{msa::finding("not yours")}
                   : msa::Findings{};
    });
    forged.check_name = "header_from_rights";
    World world(rules_of(std::move(forged), rule_of(a_day(Counted::rights_refused, 2))));
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(world.send() == "");
        BOOST_TEST(world.send({"<x@example.org>"}).starts_with("550 5.7.1 not yours"));
    }
    BOOST_TEST(world.send().starts_with("450 4.7.1 2 refused addresses a day are used up"));
}

BOOST_AUTO_TEST_CASE(a_suspension_is_told_once_its_record_is_written) {
    auto rule = rule_of(a_day(Counted::messages, 1), Action::suspend);
    rule.suspend_for = 24h;
    World world(rules_of(std::move(rule)));
    BOOST_TEST(world.send() == "");
    BOOST_TEST(world.suspensions.all.empty());
    BOOST_TEST(world.send() == "525 5.7.13 This account is suspended (rule daily, session s1)");
    BOOST_REQUIRE(world.suspensions.all.size() == 1U);
    const auto& suspension = world.suspensions.all.front();
    BOOST_TEST(suspension.login == "alice");
    BOOST_TEST(suspension.by == "rule daily, s1.2");
    BOOST_TEST((suspension.until == suspension.since + 24h));
    BOOST_TEST(world.record().suspension->rule == "daily");
}

BOOST_AUTO_TEST_CASE(
    who_is_suspended_at_a_recipient_is_so_at_once_and_nothing_of_the_message_leaves) {
    World world(rules_of(rule_of(a_day(Counted::recipients, 2), Action::suspend)));
    const std::string refusal = "525 5.7.13 This account is suspended (rule daily, session s1)";
    msa::Transaction thief(world.set, msa::alices_session(), 1, world.environment());
    BOOST_TEST(
        !thief.mail({.argument = "<alice@example.com>", .parameters = {}, .mta_address = {}}));
    BOOST_TEST(!thief.recipient({.argument = "<a@example.org>"}));
    BOOST_TEST(!thief.recipient({.argument = "<b@example.org>"}));
    BOOST_TEST(world.suspensions.all.empty());
    BOOST_TEST(to_text(thief.recipient({.argument = "<c@example.org>"}).value()) == refusal);
    BOOST_TEST(world.suspensions.all.size() == 1U);
    BOOST_TEST(world.audit.records.empty());  // it has not ended, and others need not wait for that
    BOOST_TEST(to_text(thief.recipient({.argument = "<d@example.org>"}).value()) == refusal);
    BOOST_TEST(to_text(thief.end_of_headers("Q1").value()) == refusal);
    BOOST_TEST(world.suspensions.all.size() == 1U);
    BOOST_TEST((world.record().disposition == msa::Disposition::rejected));
    BOOST_TEST(world.record().suspension->rule == "daily");
    BOOST_TEST(world.record().recipients.size() == 4U);
}

BOOST_AUTO_TEST_CASE(what_was_heard_answers_again_and_nothing_else_is_guessed) {
    World world(rules_of(rule_of(a_day(Counted::recipients, 3))));
    const std::vector<std::string> four{"<a@example.org>", "<b@example.org>", "<c@example.org>",
                                        "<d@example.org>"};
    BOOST_TEST(world.send(four).starts_with("550 5.7.1 A message may have at most 3 recipients"));
    const auto facts = world.record().facts.limits;
    BOOST_REQUIRE(facts.size() == 2U);
    BOOST_TEST(facts[0].times == 3U);
    int unknown = 0;
    msa::HeardLimits heard(&facts, [&](std::string_view, const msa::Charge&) {
        ++unknown;
        return msa::Result<msa::LimitAnswer>(msa::Error{"not asked"});
    });
    const msa::Charge charge{.key = facts[0].key};
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(heard.reserve("t", {charge}).value().front().is_within);
    }
    BOOST_TEST(!heard.reserve("t", {charge}).value().front().is_within);
    BOOST_TEST(!heard.reserve("t", {charge}).has_value());
    BOOST_TEST(unknown == 1);
}

BOOST_AUTO_TEST_CASE(a_limit_of_each_message_counts_within_it_and_asks_no_store) {
    Limit two{.id = "two",
              .counted = Counted::recipients,
              .quota = {.events = 2, .window = 1s, .burst = 2},
              .unit = "message",
              .rate = 2};
    World world(rules_of(rule_of(two)));
    const std::vector<std::string> three{"<a@example.org>", "<b@example.org>", "<c@example.org>"};
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(
            world.send(three).starts_with("452 4.5.3 A message may have at most 2 recipients"),
            world.send(three));
        BOOST_TEST(world.record().recipients.size() == 3U);
        BOOST_TEST(world.send().empty());
    }
    BOOST_TEST(world.limits.fullest(10).value().empty());
    BOOST_TEST(world.record().facts.limits.empty());
}

BOOST_AUTO_TEST_CASE(a_recipient_above_what_a_message_may_have_is_charged_to_no_other_limit) {
    Limit one{.id = "one",
              .counted = Counted::recipients,
              .quota = {.events = 1, .window = 1s, .burst = 1},
              .unit = "message",
              .rate = 1};
    World world(rules_of(rule_of(one), rule_of(a_day(Counted::recipients, 10))));
    const std::vector<std::string> three{"<a@example.org>", "<b@example.org>", "<c@example.org>"};
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(world.send(three).starts_with("452 4.5.3"));
    }
    const auto uses = world.limits.fullest(10).value();
    BOOST_REQUIRE(uses.size() == 1U);
    BOOST_TEST(uses.front().used == 5);
}

BOOST_AUTO_TEST_SUITE_END()
