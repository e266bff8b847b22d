#include "commands/held_approval.h"

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using Names = std::vector<std::string>;

msa::Rule holding(const std::string& id, Names approvers) {
    auto rule = msa::scripted_rule(id, {}, msa::Action::hold);
    rule.approve = std::move(approvers);
    return rule;
}

msa::RuleSetBuilder site(Names approvers) {
    msa::RuleSetBuilder builder;
    builder.rules.file = "/etc/rules.toml";
    builder.groups.login_domain = "example.com";
    builder.groups.members["security"] = {"carol@example.com", "alice@example.com"};
    builder.groups.tables["far"] = {
        .table_name = "far", .table = std::make_shared<msa::BrokenTable>(), .value = "x"};
    builder.with(holding("big", std::move(approvers)));
    return builder;
}

msa::HeldRecord held(const std::string& login = "alice@example.com", const Names& rules = {"big"}) {
    msa::HeldRecord record;
    record.login = login;
    record.rules_file = "/etc/rules.toml";
    for (const auto& rule : rules) {
        record.rules.push_back({rule, "it is odd"});
    }
    return record;
}

std::string said(msa::RuleSetBuilder builder, const msa::HeldRecord& record,
                 const std::string& approver) {
    return msa::objection_to_release(record, approver, msa::RuleSets({builder.build()}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(held_approval)

BOOST_AUTO_TEST_CASE(a_rule_that_demands_nobody_is_content) {
    BOOST_TEST(said(site({}), held(), "") == "");
}

BOOST_AUTO_TEST_CASE(one_of_those_whom_the_rule_names_may_approve) {
    BOOST_TEST(said(site({"group:security"}), held(), "carol@example.com") == "");
    BOOST_TEST(said(site({"group:security"}), held(), "Carol") == "");
    BOOST_TEST(said(site({"dan@example.com", "group:security"}), held(), "dan@example.com") == "");
}

BOOST_AUTO_TEST_CASE(nobody_and_somebody_else_may_not) {
    BOOST_TEST(said(site({"group:security"}), held(), "") ==
               "rule big needs the approval of group:security: name who approves it with --as "
               "LOGIN");
    BOOST_TEST(said(site({"group:security"}), held(), "bob") ==
               "rule big needs the approval of group:security: bob@example.com is none of them");
}

BOOST_AUTO_TEST_CASE(who_sent_it_may_not_however_he_is_written) {
    for (const auto* login : {"alice@example.com", "alice", "ALICE@example.com"}) {
        BOOST_TEST(said(site({"group:security"}), held(), login) ==
                       "rule big needs the approval of group:security, and alice@example.com sent "
                       "this message",
                   login);
    }
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_asked_approves_nothing) {
    const auto why = said(site({"group:far"}), held(), "carol");
    BOOST_TEST(why.find("who that is cannot be told: ") != std::string::npos, why);
    BOOST_TEST(said(site({"group:far", "group:security"}), held(), "carol") == "");
}

BOOST_AUTO_TEST_CASE(each_rule_that_held_it_has_to_be_content) {
    auto builder = site({"group:security"});
    builder.with(holding("odd", {"dan@example.com"}));
    BOOST_TEST(said(std::move(builder), held("alice@example.com", {"big", "odd"}), "carol")
                   .starts_with("rule odd needs the approval of dan@example.com"));
}

BOOST_AUTO_TEST_CASE(a_rule_that_is_gone_demands_nothing) {
    BOOST_TEST(said(site({"group:security"}), held("alice", {"gone"}), "") == "");
}

BOOST_AUTO_TEST_CASE(where_its_file_is_not_in_force_rules_of_that_name_count) {
    auto record = held();
    record.rules_file = "/etc/older.toml";
    BOOST_TEST(said(site({"group:security"}), record, "") != "");
}

BOOST_AUTO_TEST_SUITE_END()
