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

BOOST_AUTO_TEST_CASE(without_a_policy_counts_only_where_reports_are_asked_for) {
    BOOST_TEST(!parse_dmarc_record("v=DMARC1; p=refuse"));
    BOOST_CHECK(parse_dmarc_record("v=DMARC1; rua=mailto:d@example.com")->policy == Policy::none);
}

BOOST_DATA_TEST_CASE(is_nothing_else,
                     bdata::make({"", "v=spf1 -all", "p=reject; v=DMARC1", "v=DMARC2; p=reject",
                                  "v=dmarc1; p=reject", "v=DMARC1", "DMARC1; p=reject"}),
                     txt) {
    BOOST_TEST(!parse_dmarc_record(txt));
}

BOOST_AUTO_TEST_SUITE_END()
