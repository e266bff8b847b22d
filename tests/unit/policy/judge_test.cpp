// What follows from findings.
#include "policy/judge.h"

#include "unit/policy/court.h"

#include <boost/test/unit_test.hpp>

using msa::Action;
using msa::finding;
using msa::RuleSetBuilder;
using msa::scripted_rule;

BOOST_AUTO_TEST_SUITE(judge_test)

BOOST_AUTO_TEST_CASE(a_finding_of_a_rejecting_rule_refuses_and_is_kept) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"))));
    BOOST_TEST(msa::to_text(court.judged().value()) == "550 5.7.1 bad (rule no, session s1)");
    const auto& kept = court.only_finding();
    BOOST_TEST(kept.rule == "no");
    BOOST_TEST(kept.where == "rules.toml:1");
    BOOST_TEST(kept.stage == "headers");
    BOOST_TEST(kept.what == "bad");
    BOOST_TEST((kept.action == Action::reject));
    BOOST_TEST(kept.reply->code == 550);
}

BOOST_AUTO_TEST_CASE(a_deferring_rule_asks_to_try_again) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"), Action::defer)));
    BOOST_TEST(msa::to_text(court.judged().value()) == "451 4.7.1 bad (rule no, session s1)");
}

BOOST_AUTO_TEST_CASE(a_logging_rule_only_records) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", mendable(), Action::log)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(!court.only_finding().reply.has_value());
    BOOST_TEST(court.headers.count("Date") == 0U);
}

BOOST_AUTO_TEST_CASE(a_rule_that_is_off_is_not_asked) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"), Action::off)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.judge.findings().empty());
}

BOOST_AUTO_TEST_CASE(a_rule_whose_condition_does_not_hold_is_not_asked) {
    auto rule = finds("no", finding("bad"));
    rule.when.login = {"bob"};
    RuleSetBuilder builder;
    Court court(builder.with(std::move(rule)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.judge.findings().empty());
}

BOOST_AUTO_TEST_CASE(a_holding_rule_names_the_first_reason) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("first", finding("odd\n"), Action::hold))
                    .with(finds("second", finding("odder"), Action::hold)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.judge.hold_reason() == "first: odd\\x0a");
    BOOST_TEST(court.judge.findings().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_repair_changes_the_list_that_later_rules_see) {
    std::size_t seen = 0;
    RuleSetBuilder builder;
    builder.with(finds("date", mendable(), Action::repair))
        .with(scripted_rule("later", {.mail = {},
                                      .recipient = {},
                                      .headers =
                                          [&seen](const msa::HeadersStage& at) {
                                              seen = at.headers->count("Date");
                                              return msa::Findings();
                                          },
                                      .message = {}}));
    Court court(builder);
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(seen == 1U);
    BOOST_TEST(court.headers.find("Date")->value == " now");
    BOOST_TEST((court.only_finding().action == Action::repair));
}

BOOST_AUTO_TEST_CASE(every_kind_of_change_is_carried_out_in_order) {
    using Kind = msa::FieldChange::Kind;
    RuleSetBuilder builder;
    Court court(builder.with(finds(
        "mend",
        finding("all wrong", {{.kind = Kind::append, .name = "A", .value = " 1"},
                              {.kind = Kind::prepend, .name = "P", .value = " 2"},
                              {.kind = Kind::replace, .name = "From", .value = " b@example.com"},
                              {.kind = Kind::append, .name = "A", .value = " 3"},
                              {.kind = Kind::remove, .name = "A", .value = {}, .nth = 1},
                              {.kind = Kind::append, .name = "X", .value = " 4"},
                              {.kind = Kind::append, .name = "X", .value = " 5"},
                              {.kind = Kind::remove_all, .name = "X", .value = {}},
                              {.kind = Kind::remove, .name = "None", .value = {}},
                              {.kind = Kind::replace, .name = "None", .value = {}}}),
        Action::repair)));
    BOOST_TEST(!court.judged().has_value());
    std::string fields;
    for (const auto& field : court.headers.fields()) {
        fields += field.name + ':' + field.value + '|';
    }
    BOOST_TEST(fields == "P: 2|From: b@example.com|A: 3|");
}

BOOST_AUTO_TEST_CASE(what_a_repair_cannot_mend_is_refused) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("mend", finding("beyond repair"), Action::repair)));
    BOOST_TEST(court.judged()->code == 550);
    BOOST_TEST((court.only_finding().action == Action::reject));
}

BOOST_AUTO_TEST_CASE(what_is_found_before_there_are_headers_cannot_be_mended) {
    RuleSetBuilder builder;
    builder.with(
        scripted_rule("mend",
                      {.mail = [](const msa::MailStage&) -> msa::Findings { return {mendable()}; },
                       .recipient = {},
                       .headers = {},
                       .message = {}},
                      Action::repair));
    Court court(builder);
    BOOST_TEST(court.judge.at_mail(court.mail_stage()).has_value());
}

BOOST_AUTO_TEST_CASE(a_monitored_rule_records_what_it_would_have_done) {
    auto rule = finds("no", finding("bad"));
    rule.mode = msa::Mode::monitor;
    auto mending = finds("mend", mendable(), Action::repair);
    mending.mode = msa::Mode::monitor;
    auto holding = finds("hold", finding("odd"), Action::hold);
    holding.mode = msa::Mode::monitor;
    RuleSetBuilder builder;
    Court court(builder.with(std::move(rule)).with(std::move(mending)).with(std::move(holding)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.headers.fields().size() == 1U);
    BOOST_TEST(court.judge.hold_reason().empty());
    BOOST_REQUIRE(court.judge.findings().size() == 3U);
    for (const auto& kept : court.judge.findings()) {
        BOOST_TEST((kept.mode == msa::Mode::monitor));
    }
    BOOST_TEST(court.judge.findings()[0].reply->code == 550);
    BOOST_TEST((court.judge.findings()[1].action == Action::repair));
}

BOOST_AUTO_TEST_CASE(monitoring_ends_with_its_day) {
    for (const auto& [until, refuses] :
         {std::pair(std::chrono::seconds(0), true), std::pair(std::chrono::seconds(1), false)}) {
        auto rule = finds("no", finding("bad"));
        rule.mode = msa::Mode::monitor;
        rule.monitor_until = msa::FakeClock().now().time + until;
        RuleSetBuilder builder;
        Court court(builder.with(std::move(rule)));
        BOOST_TEST(court.judged().has_value() == refuses);
    }
}

BOOST_AUTO_TEST_CASE(who_cannot_tell_asks_to_try_again_whatever_the_action) {
    for (const auto action : {Action::log, Action::repair, Action::hold, Action::reject}) {
        RuleSetBuilder builder;
        Court court(builder.with(finds("no", msa::cannot_tell("ldap is gone"), action)));
        BOOST_TEST(msa::to_text(court.judged().value()).substr(0, 9) == "451 4.3.0");
        BOOST_TEST(court.only_finding().cannot_tell);
        BOOST_TEST(court.only_finding().what == "ldap is gone");
    }
}

BOOST_AUTO_TEST_CASE(on_error_decides_where_nobody_can_tell) {
    auto logs = finds("no", msa::cannot_tell("ldap is gone"));
    logs.on_error = Action::log;
    RuleSetBuilder lenient;
    Court tolerated(lenient.with(std::move(logs)));
    BOOST_TEST(!tolerated.judged().has_value());

    auto rejects = finds("no", msa::cannot_tell("ldap is gone"));
    rejects.on_error = Action::reject;
    RuleSetBuilder strict;
    Court refused(strict.with(std::move(rejects)));
    BOOST_TEST(refused.judged()->code == 554);
}

BOOST_AUTO_TEST_CASE(the_first_refusal_ends_the_stage_and_what_came_before_is_kept) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("noted", finding("odd"), Action::log))
                    .with(finds("first", finding("bad")))
                    .with(finds("second", finding("worse"))));
    BOOST_TEST(court.judged()->text == "bad (rule first, session s1)");
    BOOST_REQUIRE(court.judge.findings().size() == 2U);
    BOOST_TEST(court.judge.findings()[0].rule == "noted");
    BOOST_TEST(court.judge.findings()[1].rule == "first");
}

BOOST_AUTO_TEST_CASE(a_rule_may_have_a_reply_of_its_own) {
    auto rule = finds("no", finding("bad"));
    rule.reply = msa::Reply{554, "5.7.0", "Ask the help desk"};
    RuleSetBuilder builder;
    Court court(builder.with(std::move(rule)));
    BOOST_TEST(msa::to_text(court.judged().value()) ==
               "554 5.7.0 Ask the help desk (rule no, session s1)");
}

BOOST_AUTO_TEST_CASE(a_reply_of_its_own_makes_no_refusal_for_good_of_a_temporary_one) {
    RuleSetBuilder builder;
    auto found = finding("no answer now");
    found.reply = {451, "4.7.24", "not now"};
    auto rule = finds("no", found);
    rule.reply = msa::Reply{550, "5.7.23", "no"};
    Court court(builder.with(std::move(rule)));
    const auto reply = court.judged();
    BOOST_TEST(reply->code == 451);
    BOOST_TEST(reply->enhanced == "4.7.23");
}

BOOST_AUTO_TEST_CASE(a_reply_of_its_own_is_not_given_where_nobody_can_tell) {
    auto rule = finds("no", msa::cannot_tell("ldap is gone"));
    rule.reply = msa::Reply{554, "5.7.0", "Ask the help desk"};
    RuleSetBuilder builder;
    Court court(builder.with(std::move(rule)));
    BOOST_TEST(court.judged()->enhanced == "4.3.0");
}

BOOST_AUTO_TEST_CASE(a_finding_about_a_recipient_names_it) {
    RuleSetBuilder builder;
    builder.with(scripted_rule("no", {.mail = {},
                                      .recipient = [](const msa::RecipientStage&) -> msa::Findings {
                                          return {finding("unknown")};
                                      },
                                      .headers = {},
                                      .message = {}}));
    Court court(builder);
    msa::Recipient recipient{
        .argument = "<bob@example.org>", .path = {}, .error = {}, .refusal = {}};
    BOOST_TEST(court.judge.at_recipient({court.mail_stage(), recipient, 0}).has_value());
    BOOST_TEST(court.only_finding().subject == "<bob@example.org>");
    BOOST_TEST(court.only_finding().stage == "recipient");
}

BOOST_AUTO_TEST_CASE(a_readdressed_sender_is_the_sender_from_then_on) {
    msa::Finding finding = mendable();
    finding.readdress = msa::AddrSpec{.local_part = "alice", .domain = "example.com"};
    for (const char* own_reading : {"alice@sales", "alice@elsewhere.example"}) {
        RuleSetBuilder builder;
        builder.with(scripted_rule(
            "mend",
            {.mail = [finding](const msa::MailStage&) -> msa::Findings { return {finding}; },
             .recipient = {},
             .headers = {},
             .message = {}},
            Action::repair));
        Court court(builder);
        court.envelope.sender_argument = "<alice@sales>";
        court.envelope.mta_sender = own_reading;
        BOOST_TEST(!court.judge.at_mail(court.mail_stage()));
        BOOST_TEST(msa::to_text(court.envelope.sender->address) == "alice@example.com");
        BOOST_TEST(court.envelope.is_readdressed);
        // The MTA's reading follows only where it was the same address.
        BOOST_TEST(court.envelope.mta_sender ==
                   (own_reading == std::string("alice@sales") ? "alice@example.com" : own_reading));
        BOOST_TEST(court.envelope.mta_sender_before ==
                   (own_reading == std::string("alice@sales") ? "alice@sales" : ""));
    }
}

BOOST_AUTO_TEST_SUITE_END()
