// The option `egress`.
#include "checks/egress.h"

#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(egress)

BOOST_AUTO_TEST_CASE(is_addresses_with_their_names) {
    BOOST_TEST(msa::check_egress({}).has_value());
    BOOST_TEST(msa::check_egress({"192.0.2.10 mx.example.com", "2001:db8::10  mx6.example.com"})
                   .has_value());
}

BOOST_DATA_TEST_CASE(is_nothing_else,
                     bdata::make({"192.0.2.10", "192.0.2.0/24 mx.example.com", "mx.example.com",
                                  "mx.example.com 192.0.2.10", "192.0.2.10 ", "192.0.2.10 a b",
                                  "127.0.0.1 mx.example.com", "::1 mx.example.com",
                                  "::ffff:127.0.0.1 mx.example.com", ""}),
                     line) {
    BOOST_TEST(!msa::check_egress({line}));
}

BOOST_AUTO_TEST_CASE(that_is_wrong_is_named) {
    BOOST_TEST(msa::check_egress({"::1 mx.example.com"}).error().what ==
               "'::1 mx.example.com' is a loopback address, which no mail leaves from");
}

BOOST_AUTO_TEST_SUITE_END()
