#include "crypto/sealed_text.h"

#include "crypto/hmac.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

Digest key(const std::string& secret) {
    return hmac_sha256(secret, "test");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sealed_text)

BOOST_AUTO_TEST_CASE(who_has_the_key_reads_it_where_it_belongs) {
    for (const auto& text : {std::string(), std::string("alice"), std::string(5000, '\0')}) {
        const auto octets = sealed(key("a"), "place", text);
        BOOST_TEST(unsealed(key("a"), "place", octets).value() == text);
        BOOST_TEST(!unsealed(key("b"), "place", octets).has_value());
        BOOST_TEST(!unsealed(key("a"), "another", octets).has_value());
        BOOST_TEST(sealed(key("a"), "place", text) != octets);
    }
    BOOST_TEST(sealed(key("a"), "p", "alice").find("alice") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(whatever_was_changed_or_cut_is_none) {
    const auto octets = sealed(key("a"), "place", "alice");
    for (std::size_t i = 0; i < octets.size(); ++i) {
        auto other = octets;
        other[i] = static_cast<char>(other[i] ^ 1);
        BOOST_TEST(!unsealed(key("a"), "place", other).has_value());
        BOOST_TEST(!unsealed(key("a"), "place", octets.substr(0, i)).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
