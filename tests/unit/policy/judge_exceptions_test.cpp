// For whom rules are different, and whom they are for.
#include "fakes/fake_table.h"
#include "unit/policy/court.h"

using msa::Action;
using msa::finding;
using msa::RuleSetBuilder;

namespace {

msa::Exception spare(std::string rule, Action action) {
    msa::Exception exception;
    exception.id = "spared";
    exception.rule = std::move(rule);
    exception.when.login = {"alice"};
    exception.action = action;
    exception.until = msa::FakeClock().now().time + std::chrono::hours(1);
    return exception;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(judge_exceptions)

BOOST_AUTO_TEST_CASE(an_exception_gives_another_action_and_is_recorded) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"))).with(spare("no", Action::log)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.only_finding().exception == "spared");
    BOOST_TEST((court.only_finding().action == Action::log));
}

BOOST_AUTO_TEST_CASE(who_answers_for_an_exception_stands_beside_what_it_changed) {
    auto exception = spare("no", Action::log);
    exception.owner = "security@example.com";
    exception.ticket = "SEC-1";
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"))).with(exception));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.only_finding().exception_owner == "security@example.com");
    BOOST_TEST(court.only_finding().exception_ticket == "SEC-1");
}

BOOST_AUTO_TEST_CASE(an_exception_for_a_domain_does_not_cover_a_second_author) {
    auto exception = spare("no", Action::log);
    exception.when.from_domain = {"example.com"};
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"))).with(exception));
    court.headers.receive("From", " ceo@example.net");
    BOOST_TEST(court.judged().has_value());
}

BOOST_AUTO_TEST_CASE(whom_a_rule_or_an_exception_is_for_may_be_what_nobody_can_tell) {
    auto rule = finds("no", finding("bad"));
    rule.when.login = {"group:far"};
    RuleSetBuilder conditional;
    conditional.groups.tables["far"] = {"ldap", std::make_shared<msa::BrokenTable>(), ""};
    Court first(conditional.with(std::move(rule)));
    BOOST_TEST(first.judged()->code == 451);
    BOOST_TEST(first.only_finding().what ==
               "for whom it is: group far: table ldap: no answer for alice");
    auto exception = spare("no", Action::log);
    exception.when.login = {"group:far"};
    RuleSetBuilder spared;
    spared.groups.tables["far"] = {"ldap", std::make_shared<msa::BrokenTable>(), ""};
    Court second(spared.with(finds("no", finding("bad"))).with(exception));
    BOOST_TEST(second.judged()->code == 451);
    BOOST_TEST(second.only_finding().what ==
               "exception spared: group far: table ldap: no answer for alice");
}

BOOST_AUTO_TEST_CASE(a_rule_is_not_asked_for_whom_it_is_at_stages_where_it_asks_nothing) {
    auto rule = finds("no", finding("bad"));
    rule.when.login = {"group:far"};
    rule.stages = {msa::Stage::headers};
    RuleSetBuilder builder;
    builder.groups.tables["far"] = {"ldap", std::make_shared<msa::BrokenTable>(), ""};
    Court court(builder.with(std::move(rule)));
    BOOST_TEST(!court.judge.at_mail(court.mail_stage()).has_value());
    BOOST_TEST(court.judge.findings().empty());
}

BOOST_AUTO_TEST_CASE(an_exception_may_switch_a_rule_off) {
    RuleSetBuilder builder;
    Court court(builder.with(finds("no", finding("bad"))).with(spare("no", Action::off)));
    BOOST_TEST(!court.judged().has_value());
    BOOST_TEST(court.judge.findings().empty());
}

BOOST_AUTO_TEST_CASE(an_exception_may_be_stricter_than_its_rule) {
    RuleSetBuilder builder;
    Court court(
        builder.with(finds("no", finding("bad"), Action::log)).with(spare("no", Action::reject)));
    BOOST_TEST(court.judged().has_value());
}

BOOST_AUTO_TEST_CASE(an_exception_holds_for_its_rule_its_people_and_its_time_only) {
    auto other_rule = spare("other", Action::log);
    auto other_login = spare("no", Action::log);
    other_login.when.login = {"bob"};
    auto expired = spare("no", Action::log);
    expired.until = msa::FakeClock().now().time;
    RuleSetBuilder builder;
    Court court(
        builder.with(finds("no", finding("bad"))).with(other_rule).with(other_login).with(expired));
    BOOST_TEST(court.judged().has_value());
    BOOST_TEST(court.only_finding().exception.empty());
}

BOOST_AUTO_TEST_CASE(no_exception_helps_where_nobody_can_tell) {
    RuleSetBuilder builder;
    Court court(
        builder.with(finds("no", msa::cannot_tell("ldap is gone"))).with(spare("no", Action::log)));
    BOOST_TEST(court.judged()->code == 451);
}

BOOST_AUTO_TEST_SUITE_END()
