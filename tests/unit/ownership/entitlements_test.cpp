// What is listed of an address is what decides about it.
#include "ownership/entitlements.h"

#include "fakes/fake_clock.h"
#include "fakes/fake_table.h"
#include "ownership/grants.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

using namespace msa;
using Kind = Right::Kind;

namespace {

const std::vector<std::string>& logins() {
    static const std::vector<std::string> all{"alice@example.com", "bob@example.com",
                                              "bob+news@example.com", "carol", "dan"};
    return all;
}

const std::vector<std::string>& keys() {
    static const std::vector<std::string> all{"alice@example.com",    "bob@example.com",
                                              "bob+news@example.com", "ceo@example.com",
                                              "ceo+x@example.com",    "relay@example.net"};
    return all;
}

/// Logins and groups; a group whose table is away cannot be told.
rc::Gen<std::vector<std::string>> entries() {
    auto some = logins();
    some.insert(some.end(), {"group:staff", "group:away", "group:nobody"});
    return rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(some));
}

rc::Gen<NamedTable> tables() {
    auto asked = keys();
    asked.insert(asked.end(), {"@example.com", "@example.net"});
    constexpr int most = 5;  // of the eight keys there are
    const auto content = rc::gen::resize(
        most, rc::gen::container<FakeTable::Entries>(rc::gen::elementOf(asked), entries()));
    return rc::gen::map(
        rc::gen::pair(rc::gen::weightedElement<bool>({{1, true}, {6, false}}), content),
        [](const std::pair<bool, FakeTable::Entries>& drawn) {
            return NamedTable{
                "t", drawn.first ? std::shared_ptr<const Table>(std::make_shared<BrokenTable>())
                                 : std::make_shared<FakeTable>(drawn.second)};
        });
}

rc::Gen<Delegation> delegations() {
    return rc::gen::map(
        rc::gen::tuple(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(keys())),
                       entries(), rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>()),
        [](const auto& drawn) {
            const auto& [addresses, who, sends_as, is_over] = drawn;
            Delegation one{.id = "d", .addresses = addresses, .who = who, .until = std::nullopt};
            one.right = sends_as ? Kind::owner : Kind::on_behalf;
            if (is_over) {
                one.until = FakeClock().now().time;
            }
            return one;
        });
}

Owners drawn_owners() {
    Groups groups{.login_domain = {},
                  .members = {{"staff", {"carol", "alice@example.com"}}, {"nobody", {}}}};
    groups.tables["away"] = {
        .table_name = "away", .table = std::make_shared<BrokenTable>(), .value = {}};
    Owners::Settings settings;
    settings.self = *rc::gen::arbitrary<bool>();
    settings.subaddress = *rc::gen::element(std::string(), std::string("+"));
    settings.tables = *rc::gen::container<std::vector<NamedTable>>(tables());
    settings.delegations = *rc::gen::container<std::vector<Delegation>>(delegations());
    return {settings, groups};
}

/// Whether one of those listed is this identity. Error: one of them may be.
Result<bool> is_listed(const Grants& listed, const Memberships& who) {
    std::vector<std::string> entries;
    for (const auto& grant : listed.found) {
        entries.push_back(grant.who);
    }
    return who.any_means(entries);
}

/// Whether one of those listed cannot be told to be this identity, or not.
bool has_doubt(const Grants& listed, const Memberships& who) {
    return std::any_of(listed.found.begin(), listed.found.end(),
                       [&who](const Grant& each) { return !who.any_means({each.who}); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entitlements)

BOOST_AUTO_TEST_CASE(whoever_may_use_an_address_is_listed_and_nobody_else) {
    const bool holds = rc::check([] {
        const auto owners = drawn_owners();
        const auto key = *rc::gen::elementOf(keys());
        const auto login = *rc::gen::elementOf(logins());
        const auto now = FakeClock().now();
        const Lookups lookups;
        const Memberships who(owners.groups(), Identity{IdentitySource::sasl, login, "PLAIN"},
                              lookups);
        const auto right = owners.right(who, key, now);
        const auto listed = grants_for(owners, key, now, lookups);
        const auto answer = is_listed(listed, who);
        RC_TAG(std::string(to_text(right.kind)));
        switch (right.kind) {
            case Kind::none:
                RC_ASSERT(answer);
                RC_ASSERT(!*answer);
                RC_ASSERT(listed.doubts.empty());
                break;
            case Kind::cannot_tell:
                RC_ASSERT(!listed.doubts.empty() || has_doubt(listed, who));
                break;
            default: RC_ASSERT(answer && *answer);
        }
    });
    BOOST_TEST(holds);
}

BOOST_AUTO_TEST_CASE(the_visitor_ends_the_walk) {
    Owners::Settings settings;
    settings.self = true;
    settings.tables = {{"one", std::make_shared<BrokenTable>()}};
    const Lookups lookups;
    int seen = 0;
    walk_entitlements({settings, {}}, "a@example.com", FakeClock().now(), lookups,
                      [&seen](const Entitlement&) { return ++seen == 0; });
    BOOST_TEST(seen == 1);
    BOOST_TEST(lookups.asked().empty());
}

BOOST_AUTO_TEST_SUITE_END()
