// What receivers find about an author's domain.
#include "checks/dmarc_policy.h"

#include "workbench/given_resolver.h"

#include <boost/test/unit_test.hpp>

using Policy = msa::DmarcRecord::Policy;
using Standard = msa::DmarcStandard;

namespace {

struct Dns {
    msa::GivenResolver resolver;

    Dns& publish(const std::string& domain, const std::string& record) {
        resolver.add("_dmarc." + domain, msa::RecordType::txt, record);
        return *this;
    }
    [[nodiscard]] msa::DnsQuestions questions() const {
        return msa::DnsQuestions(msa::DnsAccess{.resolver = &resolver, .sender_policy = nullptr});
    }
    [[nodiscard]] Policy policy(Standard standard, const std::string& author) const {
        const auto found = msa::dmarc_policy(standard, author, questions());
        BOOST_REQUIRE(found.has_value());
        return found->policy;
    }
    [[nodiscard]] bool aligned(Standard standard, const std::string& domain,
                               const std::string& author) const {
        const auto found = msa::is_aligned(standard, domain, author, false, questions());
        BOOST_REQUIRE(found.has_value());
        return *found;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(dmarc_policy)

BOOST_AUTO_TEST_CASE(is_the_authors_own_first) {
    Dns dns;
    dns.publish("a.example.com", "v=DMARC1; p=quarantine; adkim=s")
        .publish("example.com", "v=DMARC1; p=reject; sp=none");
    for (const auto standard : {Standard::rfc7489, Standard::rfc9989}) {
        BOOST_CHECK(dns.policy(standard, "a.example.com") == Policy::quarantine);
        BOOST_CHECK(dns.policy(standard, "b.example.com") == Policy::none);
        BOOST_CHECK(dns.policy(standard, "example.com") == Policy::reject);
        BOOST_CHECK(dns.policy(standard, "example.org") == Policy::none);
    }
    BOOST_TEST(msa::dmarc_policy(Standard::rfc9989, "a.example.com", dns.questions())->strict_dkim);
}

BOOST_AUTO_TEST_CASE(of_the_organization_holds_below_it) {
    Dns dns;
    dns.publish("example.com", "v=DMARC1; p=none; sp=reject");
    for (const auto standard : {Standard::rfc7489, Standard::rfc9989}) {
        BOOST_CHECK(dns.policy(standard, "a.b.example.com") == Policy::reject);
        BOOST_TEST(dns.aligned(standard, "mail.example.com", "a.b.example.com"));
        BOOST_TEST(!dns.aligned(standard, "example.org", "a.b.example.com"));
    }
}

BOOST_AUTO_TEST_CASE(of_several_records_is_none) {
    Dns dns;
    dns.publish("example.com", "v=DMARC1; p=reject").publish("example.com", "v=DMARC1; p=none");
    BOOST_CHECK(dns.policy(Standard::rfc9989, "example.com") == Policy::none);
}

BOOST_AUTO_TEST_CASE(between_author_and_organization_is_only_asked_by_the_newer_standard) {
    Dns dns;
    dns.publish("b.example.com", "v=DMARC1; p=reject");
    BOOST_CHECK(dns.policy(Standard::rfc7489, "a.b.example.com") == Policy::none);
    BOOST_CHECK(dns.policy(Standard::rfc9989, "a.b.example.com") == Policy::reject);
}

BOOST_AUTO_TEST_CASE(of_a_public_suffix_is_for_those_below_it) {
    Dns dns;
    dns.publish("bank", "v=DMARC1; p=reject; psd=y; np=quarantine");
    dns.resolver.add("a.one.bank", msa::RecordType::mx, "10 mx.one.bank");
    BOOST_CHECK(dns.policy(Standard::rfc9989, "a.one.bank") == Policy::reject);
    BOOST_CHECK(dns.policy(Standard::rfc9989, "missing.one.bank") == Policy::quarantine);
    BOOST_TEST(dns.aligned(Standard::rfc9989, "b.one.bank", "a.one.bank"));
    BOOST_TEST(!dns.aligned(Standard::rfc9989, "two.bank", "one.bank"));
}

BOOST_AUTO_TEST_CASE(of_the_organization_comes_before_the_public_suffix) {
    Dns dns;
    dns.publish("bank", "v=DMARC1; p=reject; psd=y").publish("one.bank", "v=DMARC1; p=none");
    BOOST_CHECK(dns.policy(Standard::rfc9989, "a.one.bank") == Policy::none);
}

BOOST_AUTO_TEST_CASE(ends_where_a_domain_says_that_it_is_no_suffix) {
    Dns dns;
    dns.publish("unit.example.com", "v=DMARC1; p=quarantine; psd=n")
        .publish("example.com", "v=DMARC1; p=reject");
    BOOST_TEST(dns.aligned(Standard::rfc9989, "b.unit.example.com", "a.unit.example.com"));
    BOOST_TEST(!dns.aligned(Standard::rfc9989, "example.com", "a.unit.example.com"));
    BOOST_TEST(dns.aligned(Standard::rfc7489, "example.com", "a.unit.example.com"));
}

BOOST_AUTO_TEST_CASE(of_a_suffix_that_sends_mail_is_its_own) {
    Dns dns;
    dns.publish("suffix.example", "v=DMARC1; p=reject; psd=y");
    BOOST_CHECK(dns.policy(Standard::rfc9989, "suffix.example") == Policy::reject);
    BOOST_TEST(!dns.aligned(Standard::rfc9989, "suffix.example", "one.suffix.example"));
}

BOOST_AUTO_TEST_CASE(that_is_tested_counts_one_less) {
    Dns dns;
    dns.publish("r.example", "v=DMARC1; p=reject; t=y")
        .publish("q.example", "v=DMARC1; p=quarantine; t=y");
    BOOST_CHECK(dns.policy(Standard::rfc9989, "r.example") == Policy::quarantine);
    BOOST_CHECK(dns.policy(Standard::rfc9989, "q.example") == Policy::none);
    BOOST_CHECK(dns.policy(Standard::rfc7489, "r.example") == Policy::reject);
}

BOOST_AUTO_TEST_CASE(of_a_long_name_costs_eight_questions) {
    const Dns dns;
    BOOST_CHECK(dns.policy(Standard::rfc9989, "a.b.c.d.e.f.g.h.i.example.com") == Policy::none);
    BOOST_TEST(dns.resolver.questions().size() == 8U);
    BOOST_TEST(dns.resolver.questions().at(1) == "TXT _dmarc.e.f.g.h.i.example.com");
    BOOST_TEST(dns.resolver.questions().back() == "TXT _dmarc.com");
}

BOOST_AUTO_TEST_CASE(is_unknown_while_dns_cannot_tell) {
    Dns dns;
    dns.resolver.add_failing("_dmarc.example.com");
    for (const auto standard : {Standard::rfc7489, Standard::rfc9989}) {
        BOOST_TEST(!msa::dmarc_policy(standard, "a.example.com", dns.questions()).has_value());
    }
    BOOST_TEST(
        !msa::is_aligned(Standard::rfc9989, "example.com", "a.example.com", false, dns.questions())
             .has_value());
}

BOOST_AUTO_TEST_CASE(aligns_only_the_same_domain_strictly) {
    Dns dns;
    dns.publish("example.com", "v=DMARC1; p=reject");
    for (const auto standard : {Standard::rfc7489, Standard::rfc9989}) {
        BOOST_TEST(
            !*msa::is_aligned(standard, "a.example.com", "example.com", true, dns.questions()));
        BOOST_TEST(*msa::is_aligned(standard, "example.com", "example.com", true, dns.questions()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
