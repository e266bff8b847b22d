// Which changes of rules would leave nobody an address.
#include "ownership/last_owner.h"

#include "fakes/fake_clock.h"
#include "fakes/fake_table.h"
#include "policy/rule_set.h"
#include "policy/rule_sets.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

const Moment now = FakeClock().now();

struct Site {
    Owners::Settings settings;
    Groups groups{.login_domain = {}, .members = {{"staff", {"carol"}}}};

    [[nodiscard]] Owners owners() const { return {settings, groups}; }
    [[nodiscard]] bool takes_every_right(const Site& after) const {
        return msa::takes_every_right(owners(), after.owners(), now);
    }
};

Site site_of(std::shared_ptr<const Table> table, bool self = false) {
    Site site;
    site.settings.tables.push_back({"one", std::move(table)});
    site.settings.self = self;
    return site;
}

Site owned_by(const std::string& login, bool self = false) {
    return site_of(
        std::make_shared<FakeTable>(FakeTable::Entries{{"a@example.com", {"group:none", login}}}),
        self);
}

Site only_self() {
    Site site;
    site.settings.self = true;
    return site;
}

Site delegated(Right::Kind right, std::chrono::hours left) {
    Site site;
    site.settings.delegations.push_back({.id = "office",
                                         .addresses = {"ceo@example.com"},
                                         .who = {"dave"},
                                         .right = right,
                                         .until = now.time + left});
    return site;
}

std::shared_ptr<RuleSet> rules_of(const Site& site) {
    auto rules = std::make_shared<RuleSet>();
    rules->file = "r";
    rules->owners = site.owners();
    return rules;
}

RuleSets sets_of(std::shared_ptr<const RuleSet> rules) {
    return RuleSets({std::move(rules)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(last_owner_test)

BOOST_AUTO_TEST_CASE(without_tables_self_gives_nothing_to_logins_that_are_no_addresses) {
    BOOST_TEST(owned_by("alice", true).takes_every_right(only_self()));
    BOOST_TEST(owned_by("alice").takes_every_right(only_self()));
    BOOST_TEST(owned_by("group:staff", true).takes_every_right(only_self()));
    BOOST_TEST(!owned_by("alice@example.com", true).takes_every_right(only_self()));
}

BOOST_AUTO_TEST_CASE(a_domain_that_completes_logins_makes_addresses_of_them) {
    Site completed = only_self();
    completed.groups.login_domain = "example.com";
    BOOST_TEST(!owned_by("alice", true).takes_every_right(completed));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_listed_may_have_an_owner) {
    const Site unknown = site_of(std::make_shared<BrokenTable>());
    BOOST_TEST(!unknown.takes_every_right(only_self()));
    BOOST_TEST(!owned_by("alice").takes_every_right(unknown));
    BOOST_TEST(unknown.takes_every_right(Site()));
}

BOOST_AUTO_TEST_CASE(self_alone_stays_what_it_was) {
    BOOST_TEST(!only_self().takes_every_right(only_self()));
    BOOST_TEST(only_self().takes_every_right(Site()));
}

BOOST_AUTO_TEST_CASE(a_group_that_is_gone_or_has_no_members_owns_nothing) {
    const Site before = owned_by("group:staff");
    Site after = before;
    after.groups.members.clear();
    BOOST_TEST(before.takes_every_right(after));
    after.groups.members["staff"] = {};
    BOOST_TEST(before.takes_every_right(after));
    after.groups.members["staff"] = {"erin"};
    BOOST_TEST(!before.takes_every_right(after));
    after.groups.members.clear();
    after.groups.tables["staff"] = {"people", std::make_shared<BrokenTable>(), ""};
    BOOST_TEST(!before.takes_every_right(after));
}

BOOST_AUTO_TEST_CASE(a_delegation_counts_while_it_holds_and_only_for_sending_as) {
    using std::chrono::hours;
    const Site before = owned_by("alice");
    BOOST_TEST(!before.takes_every_right(delegated(Right::Kind::owner, hours(1))));
    BOOST_TEST(before.takes_every_right(delegated(Right::Kind::owner, hours(-1))));
    BOOST_TEST(before.takes_every_right(delegated(Right::Kind::on_behalf, hours(1))));
    BOOST_TEST(delegated(Right::Kind::owner, hours(1)).takes_every_right(Site()));
}

BOOST_AUTO_TEST_CASE(where_nobody_owned_anything_nothing_is_taken) {
    BOOST_TEST(!Site().takes_every_right(Site()));
    BOOST_TEST(!site_of(std::make_shared<FakeTable>(FakeTable::Entries{})).takes_every_right({}));
}

BOOST_AUTO_TEST_CASE(other_owners_are_owners) {
    BOOST_TEST(!owned_by("alice").takes_every_right(owned_by("bob")));
}

BOOST_AUTO_TEST_CASE(such_a_file_takes_nobodys_place_unless_it_says_so) {
    const RuleSets before = sets_of(rules_of(owned_by("alice", true)));
    BOOST_TEST(before.may_become(sets_of(rules_of(only_self())), now).error().what ==
               "r: nobody owns an address any more: self = true gives none to logins that are not "
               "addresses; allow_none = true at the top says that this is meant");
    BOOST_TEST(before.may_become(sets_of(rules_of(Site())), now).error().what ==
               "r: nobody owns an address any more; allow_none = true at the top says that this "
               "is meant");
    const auto meant = rules_of(only_self());
    meant->allow_none = true;
    BOOST_TEST(before.may_become(sets_of(meant), now).has_value());
    const auto other = rules_of(Site());
    other->file = "s";
    BOOST_TEST(before.may_become(sets_of(other), now).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
