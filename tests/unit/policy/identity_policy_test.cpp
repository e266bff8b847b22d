// Which proof makes which identity.
#include "policy/identity_policy.h"

#include "fakes/submission.h"

#include <boost/test/unit_test.hpp>

using msa::IdentityPolicy;
using msa::IdentitySource;

namespace {

IdentityPolicy with_scanner() {
    IdentityPolicy policy;
    policy.networks.push_back({msa::Network::parse("192.0.2.0/24").value(), "Scanner"});
    return policy;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_policy_test)

BOOST_AUTO_TEST_CASE(a_sasl_login_is_an_identity_proved_by_its_method) {
    const auto identity = IdentityPolicy().identify(msa::alices_session());
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::sasl));
    BOOST_TEST(identity->login == "alice");
    BOOST_TEST(identity->proof == "PLAIN");
}

BOOST_AUTO_TEST_CASE(a_login_is_completed_with_its_domain) {
    IdentityPolicy policy;
    policy.login_domain = "example.com";
    auto session = msa::alices_session();
    session.sasl_login = "ALICE";
    BOOST_TEST(policy.identify(session)->login == "alice@example.com");
}

BOOST_AUTO_TEST_CASE(a_network_proves_nothing_where_it_is_not_a_source) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    BOOST_TEST(!with_scanner().identify(session).has_value());
}

BOOST_AUTO_TEST_CASE(the_first_source_that_proves_something_counts) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::sasl, IdentitySource::network};
    auto session = msa::alices_session();
    BOOST_TEST(policy.identify(session)->login == "alice");
    policy.sources = {IdentitySource::network, IdentitySource::sasl};
    BOOST_TEST(policy.identify(session)->login == "scanner");
    session.client_address = "198.51.100.1";
    BOOST_TEST(policy.identify(session)->login == "alice");
}

BOOST_AUTO_TEST_CASE(a_network_is_its_own_proof) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::network};
    BOOST_TEST(policy.identify(msa::alices_session())->proof == "192.0.2.0/24");
}

BOOST_AUTO_TEST_CASE(a_sasl_login_proves_nothing_where_sasl_is_not_a_source) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::network};
    BOOST_TEST(!policy.identify(msa::alices_session()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
