// Questions about ownership.
#include "ownership/grants.h"

#include "fakes/fake_clock.h"
#include "fakes/fake_table.h"
#include "tables/inline_table.h"

#include <boost/test/unit_test.hpp>

using msa::Grants;
using Kind = msa::Right::Kind;

namespace {

std::shared_ptr<const msa::Table> listed(
    const std::map<std::string, std::vector<std::string>>& entries,
    const std::map<std::string, std::string>& places = {}) {
    return msa::inline_table(entries, places).value();
}

struct Site {
    msa::Owners::Settings settings;
    msa::Groups groups{.login_domain = {}, .members = {{"staff", {"carol"}}}};
    msa::Moment now = msa::FakeClock().now();
    msa::Lookups lookups;

    [[nodiscard]] std::string who(std::string_view key) const {
        return text_of(grants_for(msa::Owners(settings, groups), key, now, lookups));
    }
    [[nodiscard]] std::string can(const std::string& login) const {
        const msa::Owners owners(settings, groups);
        const msa::Memberships who(groups, msa::Identity{msa::IdentitySource::sasl, login, "PLAIN"},
                                   lookups);
        return text_of(grants_of(owners, who, now));
    }
    /// `WHO ADDRESS RIGHT BY WHERE;` for each grant, then `?DOUBT;`.
    static std::string text_of(const Grants& grants) {
        std::string text;
        for (const auto& grant : grants.found) {
            text += grant.who + ' ' + grant.address + ' ' +
                    std::string(msa::to_text(grant.right.kind)) + ' ' + grant.right.by + ' ' +
                    grant.where + ';';
        }
        for (const auto& doubt : grants.doubts) {
            text += '?' + doubt + ';';
        }
        return text;
    }
};

msa::Delegation office() {
    return {.id = "office",
            .addresses = {"ceo@example.com"},
            .who = {"group:staff", "dan"},
            .right = Kind::on_behalf,
            .until = std::nullopt,
            .where = "r:7"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(grants_test)

BOOST_AUTO_TEST_CASE(the_key_that_decides_is_the_one_whose_owners_are_named) {
    Site site;
    site.settings.subaddress = "+";
    site.settings.tables = {
        {"one", listed({{"a@example.com", {"alice"}}, {"@example.com", {"relay"}}},
                       {{"a@example.com", "r:3"}})},
        {"two", listed({{"a@example.com", {"bob", "group:staff"}}})}};
    BOOST_TEST(site.who("a+x@example.com") ==
               "alice a@example.com owner table one r:3;bob a@example.com owner table two ;"
               "group:staff a@example.com owner table two ;");
    BOOST_TEST(site.who("b@example.com") == "relay @example.com owner table one ;");
    BOOST_TEST(site.who("b@example.net") == "");
}

BOOST_AUTO_TEST_CASE(a_table_that_is_away_leaves_open_who_else_there_is) {
    Site site;
    site.settings.tables = {{"one", listed({{"a@example.com", {"alice"}}})},
                            {"far", std::make_shared<msa::BrokenTable>()}};
    BOOST_TEST(site.who("a@example.com") ==
               "alice a@example.com owner table one ;?table far: no answer for a@example.com;");
    BOOST_TEST(site.can("alice") ==
               "alice a@example.com owner table one ;?table far: its entries cannot "
               "be listed; ask it for one address;");
}

BOOST_AUTO_TEST_CASE(a_login_that_is_an_address_is_named_where_it_owns_itself) {
    Site site;
    site.settings.self = true;
    site.settings.subaddress = "+";
    BOOST_TEST(site.who("a+x@example.com") ==
               "a@example.com a@example.com owner [owners] self ;"
               "a+x@example.com a+x@example.com owner [owners] self ;");
    BOOST_TEST(site.can("a@example.com") == "a@example.com a@example.com owner [owners] self ;");
    BOOST_TEST(site.can("alice") == "");
}

BOOST_AUTO_TEST_CASE(delegations_are_named_while_they_hold) {
    Site site;
    auto over = office();
    over.id = "over";
    over.until = site.now.time;
    site.settings.delegations = {office(), over};
    BOOST_TEST(site.who("ceo@example.com") ==
               "group:staff ceo@example.com on_behalf delegation office r:7;"
               "dan ceo@example.com on_behalf delegation office r:7;");
    BOOST_TEST(site.can("carol") == "carol ceo@example.com on_behalf delegation office r:7;");
    BOOST_TEST(site.can("eve") == "");
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_told_is_one_doubt_a_table) {
    Site site;
    site.groups.tables["far"] = {"ldap", std::make_shared<msa::BrokenTable>(), ""};
    site.settings.tables = {
        {"one", listed({{"a@example.com", {"group:far"}}, {"b@example.com", {"group:far"}}})}};
    BOOST_TEST(site.can("alice") == "?table one: group far: table ldap: no answer for alice;");
}

BOOST_AUTO_TEST_SUITE_END()
