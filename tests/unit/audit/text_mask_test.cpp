// Words that are hidden wherever they stand.
#include "audit/text_mask.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

struct Masked {
    msa::TextMask mask{[](std::string_view) { return std::string("X"); }};

    Masked() {
        mask.hide("192.0.2.7", "192.0.2.0/24");
        mask.hide("2001:db8:1:2::7", "2001:db8:1::/48");
    }
    [[nodiscard]] std::string of(const std::string& text) const { return mask.masked(text, false); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(text_mask, Masked)

BOOST_AUTO_TEST_CASE(addresses_of_clients_are_hidden_behind_a_word_and_a_colon) {
    BOOST_TEST(of("daily|5/86400|client:192.0.2.7") == "daily|5/86400|client:192.0.2.0/24");
    BOOST_TEST(of("daily|5/86400|client:2001:db8:1:2::7") ==
               "daily|5/86400|client:2001:db8:1::/48");
    BOOST_TEST(of("client:192.0.2.7: 0 left") == "client:192.0.2.0/24: 0 left");
    BOOST_TEST(of("client:2001:db8:1:2::7: 0 left") == "client:2001:db8:1::/48: 0 left");
    BOOST_TEST(of("5 in 3600 s, client 2001:db8:1:2::7") == "5 in 3600 s, client 2001:db8:1::/48");
}

BOOST_AUTO_TEST_CASE(other_words_stay) {
    BOOST_TEST(of("client:2001:db8:1:2::8") == "client:2001:db8:1:2::8");
    BOOST_TEST(of("a:b=c::d") == "a:b=c::d");
}

BOOST_AUTO_TEST_SUITE_END()
