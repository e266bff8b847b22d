// DMARC policy records.
#include "checks/dmarc_record.h"

#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using msa::parse_dmarc_record;
using Policy = msa::DmarcRecord::Policy;

BOOST_AUTO_TEST_SUITE(dmarc_record)

BOOST_AUTO_TEST_CASE(has_a_policy_and_relaxed_alignment) {
    const auto record = parse_dmarc_record("v=DMARC1; p=reject");
    BOOST_REQUIRE(record.has_value());
    BOOST_CHECK(record->policy == Policy::reject);
    BOOST_CHECK(record->subdomain_policy == Policy::reject);
    BOOST_TEST(!record->strict_dkim);
    BOOST_TEST(!record->strict_spf);
}

BOOST_AUTO_TEST_CASE(may_say_more) {
    const auto record =
        parse_dmarc_record("v=DMARC1 ;P = Quarantine;sp=none; adkim=s;aspf=S; x=y; fo");
    BOOST_REQUIRE(record.has_value());
    BOOST_CHECK(record->policy == Policy::quarantine);
    BOOST_CHECK(record->subdomain_policy == Policy::none);
    BOOST_TEST(record->strict_dkim);
    BOOST_TEST(record->strict_spf);
}

BOOST_DATA_TEST_CASE(with_a_policy_that_is_none_asks_for_nothing,
                     bdata::make({"v=DMARC1", "v=DMARC1; p=refuse",
                                  "v=DMARC1; rua=mailto:d@example.com", "v=DMARC1; sp=reject",
                                  "v=DMARC1; p=reject; sp=refuse",
                                  "v=DMARC1; p=reject; np=refuse"}),
                     txt) {
    const auto record = parse_dmarc_record(txt);
    BOOST_REQUIRE(record.has_value());
    BOOST_CHECK(record->policy == Policy::none);
    BOOST_CHECK(record->subdomain_policy == Policy::none);
    BOOST_CHECK(record->missing_policy == Policy::none);
}

BOOST_AUTO_TEST_CASE(may_say_what_the_newer_standard_knows) {
    const auto record = parse_dmarc_record("v=DMARC1; p=reject; np=quarantine; t=y; psd=n");
    BOOST_REQUIRE(record.has_value());
    BOOST_CHECK(record->missing_policy == Policy::quarantine);
    BOOST_TEST(record->is_tested);
    BOOST_CHECK(record->public_suffix == msa::DmarcRecord::PublicSuffix::no);
    BOOST_CHECK(parse_dmarc_record("v=DMARC1; psd=y")->public_suffix ==
                msa::DmarcRecord::PublicSuffix::yes);
    BOOST_CHECK(parse_dmarc_record("v=DMARC1; psd=u")->public_suffix ==
                msa::DmarcRecord::PublicSuffix::unsaid);
}

BOOST_DATA_TEST_CASE(is_nothing_else,
                     bdata::make({"", "v=spf1 -all", "p=reject; v=DMARC1", "v=DMARC2; p=reject",
                                  "v=dmarc1; p=reject", "DMARC1; p=reject"}),
                     txt) {
    BOOST_TEST(!parse_dmarc_record(txt));
}

BOOST_AUTO_TEST_SUITE_END()
