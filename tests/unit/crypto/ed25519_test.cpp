// Ed25519.
#include "crypto/ed25519.h"

#include "crypto/new_key.h"
#include "fakes/dkim_keys.h"

#include <boost/test/unit_test.hpp>

namespace ed25519 = msa::ed25519;

namespace {

std::string octets(std::string_view hex) {
    std::string octets;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        octets += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return octets;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ed25519_test)

BOOST_AUTO_TEST_CASE(the_signatures_of_rfc_8032_verify) {
    struct Vector {
        std::string_view key;
        std::string_view text;
        std::string_view signature;
    };
    const std::vector<Vector> vectors = {
        // RFC 8032, 7.1, tests 1 and 3
        {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
        {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
         "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    };
    for (const auto& [key, text, signature] : vectors) {
        BOOST_TEST(ed25519::is_signed(octets(key), octets(text), octets(signature)));
        BOOST_TEST(!ed25519::is_signed(octets(key), octets(text) + "x", octets(signature)));
    }
}

BOOST_AUTO_TEST_CASE(a_new_key_signs_what_its_public_half_verifies) {
    const auto pem = msa::new_ed25519_key();
    BOOST_TEST(pem.rfind("-----BEGIN PRIVATE KEY-----\n", 0) == 0U);
    const auto key = msa::parse_private_key(pem, 0);
    const auto signature = ed25519::signature(key.value(), "text").value();
    const auto half = ed25519::public_key(*key).value();
    BOOST_TEST(ed25519::is_signed(half, "text", signature));
    BOOST_TEST(!ed25519::is_signed(half, "texT", signature));
    auto edited = signature;
    edited.front() ^= 1;
    BOOST_TEST(!ed25519::is_signed(half, "text", edited));
    BOOST_TEST(msa::new_ed25519_key() != pem);
}

BOOST_AUTO_TEST_CASE(what_is_no_key_and_no_signature_is_none) {
    BOOST_TEST(!ed25519::is_signed("", "", ""));
    BOOST_TEST(!ed25519::is_signed(std::string(32, '\xff'), "", std::string(64, '\xff')));
    BOOST_TEST(!ed25519::is_signed(std::string(31, 'k'), "", std::string(64, 's')));
    BOOST_TEST(!ed25519::is_signed(std::string(32, 'k'), "", std::string(65, 's')));
}

BOOST_AUTO_TEST_CASE(a_key_for_rsa_is_none) {
    const auto key = msa::parse_private_key(msa::rsa_pem(1024), 1024);
    BOOST_TEST(!ed25519::public_key(*key).has_value());
    BOOST_TEST(!ed25519::signature(*key, "text").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
