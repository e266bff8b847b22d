// Patterns of addresses.
#include "mail/address_pattern.h"

#include <boost/test/unit_test.hpp>

namespace {

bool matches(const char* pattern, const char* key) {
    return msa::AddressPattern::parse(pattern).value().matches(key);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address_pattern)

BOOST_AUTO_TEST_CASE(an_address_is_that_address_however_it_is_spelt) {
    BOOST_TEST(matches("\"Bob\"@EXAMPLE.net", "bob@example.net"));
    BOOST_TEST(matches("bob@bücher.example", "bob@xn--bcher-kva.example"));
    BOOST_TEST(!matches("bob@example.net", "rob@example.net"));
    BOOST_TEST(!matches("bob@example.net", "bob@a.example.net"));
}

BOOST_AUTO_TEST_CASE(a_domain_is_itself_and_not_those_below_it) {
    BOOST_TEST(matches("@Example.net", "bob@example.net"));
    BOOST_TEST(matches("@example.net", "a@b@example.net"));
    BOOST_TEST(!matches("@example.net", "bob@a.example.net"));
    BOOST_TEST(!matches("@example.net", "bob@notexample.net"));
}

BOOST_AUTO_TEST_CASE(a_period_means_those_below_and_not_itself) {
    BOOST_TEST(matches("@.example.net", "bob@a.example.net"));
    BOOST_TEST(matches("@.example.net", "bob@b.a.example.net"));
    BOOST_TEST(!matches("@.example.net", "bob@example.net"));
    BOOST_TEST(!matches("@.example.net", "bob@notexample.net"));
    BOOST_TEST(!matches("@.example.net", "bob.example.net@example.org"));
}

BOOST_AUTO_TEST_CASE(what_is_none_of_these_is_an_error_that_names_it) {
    for (const char* text : {"", "@", "@.", "bob", "example.net", "@a..b", "@..example.net"}) {
        const auto pattern = msa::AddressPattern::parse(text);
        BOOST_REQUIRE(!pattern);
        BOOST_TEST(pattern.error().what.find('\'' + std::string(text) + "' is not an address") ==
                   0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
