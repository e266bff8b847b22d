// Who gains or loses a right with another rule set.
#include "workbench/rights_changes.h"

#include "fakes/fake_clock.h"
#include "fakes/fake_table.h"
#include "fakes/rule_set_builder.h"

#include <boost/test/unit_test.hpp>

using msa::RuleSetBuilder;

namespace {

std::string mark(msa::Right::Kind kind) {
    return std::string(to_text(kind));
}

/// `WHO ADDRESS BEFORE>AFTER`, a line each, then doubts.
std::string changes(RuleSetBuilder& before, RuleSetBuilder& after) {
    const auto found = msa::rights_changes(*before.build(), *after.build(), msa::FakeClock().now());
    std::string text;
    for (const auto& each : found.found) {
        text += (each.is_gain() ? "+ " : "- ") + each.who + ' ' + each.address + ' ' +
                mark(each.before.kind) + '>' + mark(each.after.kind) + '\n';
    }
    for (const auto& doubt : found.doubts) {
        text += "? " + doubt + '\n';
    }
    return text;
}

msa::Delegation office(std::vector<std::string> who,
                       msa::Right::Kind right = msa::Right::Kind::on_behalf) {
    return {.id = "office",
            .addresses = {"ceo@example.com"},
            .who = std::move(who),
            .right = right,
            .until = std::nullopt};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rights_changes_test)

BOOST_AUTO_TEST_CASE(an_entry_more_is_a_right_more) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.with_owner("sales@example.com", {"alice"});
    after.with_owner("sales@example.com", {"alice", "bob"});
    BOOST_TEST(changes(before, after) == "+ bob sales@example.com none>owner\n");
}

BOOST_AUTO_TEST_CASE(an_entry_of_its_own_takes_an_address_from_who_has_the_domain) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.with_owner("@example.com", {"carol"});
    after.with_owner("@example.com", {"carol"}).with_owner("bob@example.com", {"bob"});
    BOOST_TEST(changes(before, after) ==
               "+ bob bob@example.com none>owner\n- carol bob@example.com owner>none\n");
}

BOOST_AUTO_TEST_CASE(members_of_groups_are_named) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.groups.members = {{"team", {"alice", "bob"}}};
    after.groups.members = {{"team", {"bob", "carol"}}};
    before.with_owner("sales@example.com", {"group:team"});
    after.with_owner("sales@example.com", {"group:team"});
    BOOST_TEST(changes(before, after) ==
               "- alice sales@example.com owner>none\n+ carol sales@example.com none>owner\n");
}

BOOST_AUTO_TEST_CASE(members_of_a_table_are_named_too) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    const auto members = [](std::string login) {
        return std::make_shared<msa::FakeTable>(
            msa::FakeTable::Entries{{std::move(login), {"team"}}, {"dave", {"others"}}});
    };
    before.groups.tables = {{"team", {"people", members("alice"), "team"}}};
    after.groups.tables = {{"team", {"people", members("bob"), "team"}}};
    before.with_owner("sales@example.com", {"group:team"});
    after.with_owner("sales@example.com", {"group:team"});
    BOOST_TEST(changes(before, after) ==
               "- alice sales@example.com owner>none\n+ bob sales@example.com none>owner\n");
}

BOOST_AUTO_TEST_CASE(a_delegation_gives_less_than_ownership) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.with_delegation(office({"alice", "bob"}));
    after.with_delegation(office({"alice"}, msa::Right::Kind::owner));
    BOOST_TEST(changes(before, after) ==
               "+ alice ceo@example.com on_behalf>owner\n- bob ceo@example.com on_behalf>none\n");
}

BOOST_AUTO_TEST_CASE(a_delegation_that_is_over_gives_nothing) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    auto ended = office({"alice"});
    ended.until = msa::FakeClock().now().time;
    before.with_delegation(office({"alice"}));
    after.with_delegation(std::move(ended));
    BOOST_TEST(changes(before, after) == "- alice ceo@example.com on_behalf>none\n");
}

BOOST_AUTO_TEST_CASE(logins_compare_as_the_daemon_compares_them) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.with_owner("sales@example.com", {"Alice"});
    after.with_owner("sales@example.com", {"alice"});
    BOOST_TEST(changes(before, after) == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_listed_is_said_and_not_asked) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    before.with_table("far", std::make_shared<msa::BrokenTable>());
    after.with_table("far", std::make_shared<msa::BrokenTable>())
        .with_owner("sales@example.com", {"bob"});
    BOOST_TEST(changes(before, after) ==
               "+ bob sales@example.com none>owner\n"
               "? table far: its entries cannot be listed; ask it for one address\n");
}

BOOST_AUTO_TEST_CASE(a_group_whose_members_nobody_can_list_stands_for_itself) {
    RuleSetBuilder before;
    RuleSetBuilder after;
    for (auto* builder : {&before, &after}) {
        builder->groups.tables = {{"team", {"far", std::make_shared<msa::BrokenTable>(), ""}}};
    }
    after.with_owner("sales@example.com", {"group:team"});
    BOOST_TEST(changes(before, after) ==
               "+ group:team sales@example.com none>owner\n"
               "? group team: its entries cannot be listed; ask it for one address\n");
}

BOOST_AUTO_TEST_SUITE_END()
