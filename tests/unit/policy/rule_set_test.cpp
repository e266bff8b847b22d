// Rule sets, and their replacement.
#include "policy/rule_set.h"

#include "policy/rule_store.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rule_set_test)

BOOST_AUTO_TEST_CASE(rules_without_listeners_govern_every_session) {
    BOOST_TEST(msa::RuleSet().governs(msa::Session()).value());
}

BOOST_AUTO_TEST_CASE(rules_with_listeners_govern_those_only) {
    msa::RuleSet rules;
    rules.listeners = {"submission", "submissions"};
    msa::Session session;
    session.listener = "smtp";
    BOOST_TEST(!rules.governs(session).value());
    session.listener = "submissions";
    BOOST_TEST(rules.governs(session).value());
}

BOOST_AUTO_TEST_CASE(rules_with_listeners_cannot_tell_without_the_name_of_the_listener) {
    msa::RuleSet rules;
    rules.listeners = {"submission"};
    const auto governed = rules.governs(msa::Session());
    BOOST_REQUIRE(!governed.has_value());
    BOOST_TEST(governed.error().what.find("{daemon_name}") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rules_with_conditions_on_listeners_cannot_tell_without_one_either) {
    msa::RuleSet rules;
    rules.exceptions.emplace_back();
    rules.exceptions.back().id = "scanner";
    rules.exceptions.back().when.listener = {"scan-in"};
    BOOST_TEST(rules.governs(msa::Session()).error().what ==
               "the MTA names no listener ({daemon_name}), and exception scanner goes by it");
    rules.rules.emplace_back();
    rules.rules.back().id = "of-scanners";
    rules.rules.back().when.listener = {"scan-in"};
    BOOST_TEST(rules.governs(msa::Session()).error().what ==
               "the MTA names no listener ({daemon_name}), and rule of-scanners goes by it");
    msa::Session session;
    session.listener = "smtp";
    BOOST_TEST(rules.governs(session).value());
}

BOOST_AUTO_TEST_CASE(who_holds_a_rule_set_keeps_it_when_it_is_replaced) {
    msa::RuleStore store(std::make_shared<const msa::RuleSet>());
    const auto old = store.current();
    const auto fresh = std::make_shared<const msa::RuleSet>();
    store.replace(fresh);
    BOOST_TEST((store.current() == fresh));
    BOOST_TEST(old.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
