// Authors that a signature may vouch for.
#include "ownership/authorship.h"

#include "fakes/rule_set_builder.h"

#include <boost/test/unit_test.hpp>

namespace {

msa::Authorship authorship_of(const std::vector<std::string>& from) {
    msa::RuleSetBuilder builder;
    builder.with_owner("alice@example.com", {"alice"})
        .with_owner("a@example.com", {"alice"})
        .with_owner("alice@example.net", {"alice"})
        .with_owner("alice@xn--bcher-kva.example", {"alice"})
        .with_delegation({.id = "office",
                          .addresses = {"ceo@example.com"},
                          .who = {"alice"},
                          .until = std::nullopt});
    const auto rules = builder.build();
    msa::HeaderList headers;
    for (const auto& value : from) {
        headers.receive("From", value);
    }
    const msa::Lookups lookups;
    const msa::Rights rights(rules->owners, msa::Identity{msa::IdentitySource::sasl, "alice", ""},
                             {}, lookups);
    return msa::authorship(headers, rights, msa::AddressReadings());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(authorship_test)

BOOST_AUTO_TEST_CASE(an_own_author_is_approved_with_the_domain_as_a_labels) {
    const auto own = authorship_of({" Alice <alice@Example.COM>"});
    BOOST_TEST(own.objection.empty());
    BOOST_TEST(own.domain == "example.com");
    BOOST_TEST(authorship_of({" alice@b\xC3\xBC"
                              "cher.example"})
                   .domain == "xn--bcher-kva.example");
}

BOOST_AUTO_TEST_CASE(an_author_on_whose_behalf_one_writes_is_approved) {
    BOOST_TEST(authorship_of({" ceo@example.com"}).objection.empty());
}

BOOST_AUTO_TEST_CASE(several_authors_of_one_domain_are_approved) {
    const auto both = authorship_of({" alice@example.com, a@EXAMPLE.com"});
    BOOST_TEST(both.objection.empty());
    BOOST_TEST(both.domain == "example.com");
}

BOOST_AUTO_TEST_CASE(authors_of_several_domains_are_not) {
    BOOST_TEST(authorship_of({" alice@example.com, alice@example.net"}).objection ==
               "authors of several domains");
}

BOOST_AUTO_TEST_CASE(one_foreign_author_spoils_the_others) {
    BOOST_TEST(authorship_of({" alice@example.com, bob@example.com"}).objection ==
               "author bob@example.com is not the identity's");
}

BOOST_AUTO_TEST_CASE(exactly_one_from_that_is_a_mailbox_list_is_needed) {
    BOOST_TEST(authorship_of({}).objection == "not exactly one From field");
    BOOST_TEST(authorship_of({" alice@example.com", " alice@example.com"}).objection ==
               "not exactly one From field");
    BOOST_TEST(authorship_of({" undisclosed:;"}).objection == "From is not a list of mailboxes");
    BOOST_TEST(authorship_of({" g: alice@example.com;"}).objection ==
               "From is not a list of mailboxes");
    BOOST_TEST(authorship_of({" <alice@example.com> x"}).objection ==
               "From is not a list of mailboxes");
    BOOST_TEST(authorship_of({""}).objection == "From is not a list of mailboxes");
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_answer_is_an_objection) {
    msa::RuleSetBuilder builder;
    builder.with_table("ldap", std::make_shared<msa::BrokenTable>());
    const auto rules = builder.build();
    msa::HeaderList headers;
    headers.receive("From", " alice@example.com");
    const msa::Lookups lookups;
    const msa::Rights rights(rules->owners, msa::Identity{msa::IdentitySource::sasl, "alice", ""},
                             {}, lookups);
    BOOST_TEST(msa::authorship(headers, rights, msa::AddressReadings()).objection ==
               "cannot tell who owns alice@example.com: table ldap: no answer for "
               "alice@example.com");
}

BOOST_AUTO_TEST_SUITE_END()
