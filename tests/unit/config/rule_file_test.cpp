#include "config/rule_file.h"

#include "base/text.h"
#include "checks/all_checks.h"
#include "config/reference.h"
#include "fakes/whole_rules.h"
#include "tables/all_tables.h"
#include "unit/config/rule_text.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rule_file)

BOOST_AUTO_TEST_CASE(lists_every_error_in_the_order_of_the_file) {
    BOOST_TEST(
        msa::complaints("[owners]\nslef = true\ntables = [\"x\"]\n[dkim]\non_eror = \"\"\n") ==
        "0:0: 'sources' is missing in [identity]\n1:1: 'version' is missing\n"
        "2:1: unknown key 'slef'; did you mean 'self'?\n3:11: unknown table 'x'\n"
        "5:1: unknown key 'on_eror'; did you mean 'on_error'?\n");
}

BOOST_AUTO_TEST_CASE(of_nothing_is_every_check_at_its_default) {
    const auto rules = msa::load_text(msa::whole_rules("")).rules;
    BOOST_REQUIRE(rules);
    BOOST_REQUIRE(rules->rules.size() == msa::all_checks().size());
    for (std::size_t i = 0; i < rules->rules.size(); ++i) {
        BOOST_TEST(rules->rules[i].id == msa::all_checks()[i].name);
        BOOST_TEST((rules->rules[i].action == msa::all_checks()[i].default_action));
    }
}

BOOST_AUTO_TEST_CASE(puts_a_further_rule_behind_the_check_that_it_uses) {
    const auto rules =
        msa::load_text(msa::whole_rules("[[rule]]\nid = \"x\"\ncheck = \"header_counts\"\n"
                                        "action = \"log\"\nmax_fields = 9\n"))
            .rules;
    BOOST_REQUIRE(rules);
    const auto at = std::find_if(rules->rules.begin(), rules->rules.end(),
                                 [](const msa::Rule& rule) { return rule.id == "x"; });
    BOOST_REQUIRE((at != rules->rules.end() && at != rules->rules.begin()));
    BOOST_TEST((at - 1)->id == "header_counts");
    BOOST_TEST((at->action == msa::Action::log));
    BOOST_TEST(at->where == "rules.toml:2");
}

BOOST_AUTO_TEST_CASE(takes_a_date_as_the_last_day_on_which_something_holds) {
    BOOST_TEST(msa::complaints(msa::whole_rules("[check.add_date]\nmode = \"monitor\"\n"
                                                "monitor_until = 2026-11-21\n")) == "");
}

BOOST_AUTO_TEST_CASE(as_the_reference_prints_it_loads_and_changes_nothing) {
    BOOST_TEST(msa::complaints(msa::reference_toml(msa::all_tables())) == "");
    const auto rules = msa::load_text(msa::reference_toml(msa::all_tables())).rules;
    BOOST_REQUIRE(rules);
    for (std::size_t i = 0; i < rules->rules.size(); ++i) {
        BOOST_TEST((rules->rules[i].action == msa::all_checks()[i].default_action));
    }
}

BOOST_AUTO_TEST_CASE(whose_only_faults_are_permissions_says_so) {
    const auto loaded =
        msa::load_text(msa::whole_rules("[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\n"
                                        "file = \"bad.pem\"\n"));
    BOOST_TEST((loaded.diagnostics.kind() == msa::ErrorKind::no_permission));
}

BOOST_AUTO_TEST_SUITE_END()
