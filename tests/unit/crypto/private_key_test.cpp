// Which private keys are taken, and that nobody is asked for a passphrase.
#include "crypto/private_key.h"

#include "fakes/dkim_keys.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::string refusal_of(std::string_view pem, int minimum_rsa_bits = 1024) {
    const auto key = parse_private_key(pem, minimum_rsa_bits);
    BOOST_TEST_REQUIRE(!key.has_value());
    BOOST_TEST((key.error().kind == ErrorKind::bad_config));
    BOOST_TEST(key.error().what.find('\n') == std::string::npos);
    return key.error().what;
}

bool says(const std::string& what, std::string_view part) {
    return what.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(private_key_test)

BOOST_AUTO_TEST_CASE(rsa_and_ed25519_keys_are_taken) {
    for (const int bits : {1024, 2048, 4096}) {
        const auto key = parse_private_key(rsa_pem(bits), 1024);
        BOOST_TEST_REQUIRE(key.has_value());
        BOOST_TEST((key->algorithm == KeyAlgorithm::rsa_sha256));
        BOOST_TEST(key->bits == bits);
    }
    const auto key = parse_private_key(ed25519_pem(), 1024);
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST((key->algorithm == KeyAlgorithm::ed25519_sha256));
}

BOOST_AUTO_TEST_CASE(text_around_the_block_is_no_matter) {
    BOOST_TEST(
        parse_private_key("# made in May\n\n" + ed25519_pem() + "\ntrailing\n", 1024).has_value());
}

BOOST_AUTO_TEST_CASE(lines_may_end_with_crlf) {
    std::string pem;
    for (const char c : ed25519_pem()) {
        pem += c == '\n' ? "\r\n" : std::string(1, c);
    }
    BOOST_TEST(parse_private_key(pem, 1024).has_value());
}

BOOST_AUTO_TEST_CASE(two_blocks_are_ambiguous) {
    BOOST_TEST(says(refusal_of(ed25519_pem() + rsa_pem(1024)), "more than one PEM block"));
}

BOOST_AUTO_TEST_CASE(what_is_no_pem_is_refused) {
    BOOST_TEST(says(refusal_of(""), "no PEM block"));
    BOOST_TEST(says(refusal_of(std::string("\x30\x82\x01\x00", 4)), "no PEM block"));
    BOOST_TEST(says(refusal_of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
                    "cannot be read"));
    BOOST_TEST(says(refusal_of(ed25519_pem().substr(0, 60)), "cannot be read"));
    BOOST_TEST(says(refusal_of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                    "not a private key"));
}

BOOST_AUTO_TEST_CASE(an_encrypted_key_is_refused_without_asking) {
    BOOST_TEST(says(refusal_of(encrypted_pem()), "encrypted"));
    BOOST_TEST(says(refusal_of(traditional_encrypted_pem()), "encrypted"));
}

BOOST_AUTO_TEST_CASE(other_types_are_refused) {
    BOOST_TEST(says(refusal_of(ec_pem()), "type EC"));
    BOOST_TEST(says(refusal_of(rsa_pss_pem()), "type RSA-PSS"));
}

BOOST_AUTO_TEST_CASE(rsa_must_have_the_bits_that_are_demanded) {
    BOOST_TEST(says(refusal_of(rsa_pem(1024), 2048), "1024 bits; at least 2048"));
}

BOOST_AUTO_TEST_CASE(rsa_that_verifiers_have_no_room_for_is_refused) {
    BOOST_TEST(says(refusal_of(oversized_rsa_pem()), "8192 bits"));
}

BOOST_AUTO_TEST_CASE(halves_that_do_not_fit_are_refused) {
    BOOST_TEST(says(refusal_of(mismatched_rsa_pem()), "does not fit"));
}

BOOST_AUTO_TEST_SUITE_END()
