// The rights of one identity.
#include "ownership/rights.h"

#include "fakes/fake_table.h"
#include "ownership/owners.h"

#include <boost/test/unit_test.hpp>

using Kind = msa::Right::Kind;

namespace {

msa::Identity alice() {
    return {msa::IdentitySource::sasl, "alice", "PLAIN"};
}

struct Site {
    std::shared_ptr<msa::FakeTable> table = std::make_shared<msa::FakeTable>(
        msa::FakeTable::Entries{{"alice@example.com", {"alice"}}, {"@[192.0.2.1]", {"alice"}}});
    msa::Owners owners;
    msa::Lookups lookups;

    Site() {
        msa::Owners::Settings settings;
        settings.tables.push_back({"staff", table});
        owners = msa::Owners(std::move(settings), {});
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rights_test)

BOOST_AUTO_TEST_CASE(spellings_of_one_address_have_one_right) {
    const Site site;
    const msa::Rights rights(site.owners, alice(), {}, site.lookups);
    BOOST_TEST((rights.to_use({"alice", "example.com"}).kind == Kind::owner));
    BOOST_TEST((rights.to_use({"ALICE", "Example.COM"}).kind == Kind::owner));
    BOOST_TEST((rights.to_use({"bob", "example.com"}).kind == Kind::none));
}

BOOST_AUTO_TEST_CASE(no_table_is_asked_twice_for_one_key) {
    const Site site;
    const msa::Rights rights(site.owners, alice(), {}, site.lookups);
    (void)rights.to_use({"alice", "example.com"});
    const auto& first = rights.to_use({"alice", "example.com"});
    BOOST_TEST((first.kind == Kind::owner));
    BOOST_TEST(site.table->asked.size() == 1U);
    (void)rights.to_use({"bob", "example.com"});
    (void)rights.to_use({"carol", "example.com"});
    BOOST_TEST(
        (site.table->asked == std::vector<std::string>{"alice@example.com", "bob@example.com",
                                                       "@example.com", "carol@example.com"}));
}

BOOST_AUTO_TEST_CASE(an_answer_stays_valid_while_others_are_asked) {
    const Site site;
    const msa::Rights rights(site.owners, alice(), {}, site.lookups);
    const auto& first = rights.to_use({"alice", "example.com"});
    for (int i = 0; i < 100; ++i) {
        (void)rights.to_use({"b" + std::to_string(i), "example.com"});
    }
    BOOST_TEST((first.kind == Kind::owner));
}

BOOST_AUTO_TEST_CASE(without_identity_there_are_no_rights) {
    const Site site;
    const msa::Rights rights(site.owners, std::nullopt, {}, site.lookups);
    BOOST_TEST((rights.to_use({"alice", "example.com"}).kind == Kind::none));
    BOOST_TEST(!rights.own_address()->has_value());
    BOOST_TEST(site.table->asked.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_address_or_a_literal_is_nobodys) {
    const Site site;
    const msa::Rights rights(site.owners, alice(), {}, site.lookups);
    BOOST_TEST((rights.to_use({"postmaster", ""}).kind == Kind::none));
    BOOST_TEST((rights.to_use({"alice", "[192.0.2.1]"}).kind == Kind::none));
    BOOST_TEST((rights.to_use({"alice", "a..b"}).kind == Kind::none));
    BOOST_TEST((rights.to_use({"al\xFF", "example.com"}).kind == Kind::none));
    BOOST_TEST(site.table->asked.empty());
}

BOOST_AUTO_TEST_SUITE_END()
