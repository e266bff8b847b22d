// What verifiers find in DNS.
#include "dkim/key_record.h"

#include "crypto/digest.h"
#include "fakes/dkim_keys.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace msa;
namespace bdata = boost::unit_test::data;

namespace {

PrivateKey key_of(const std::string& pem) {
    return parse_private_key(pem, 1024).value();
}

std::string objection_of(const std::string& txt, const PrivateKey& key) {
    const auto record = parse_key_record(txt);
    BOOST_REQUIRE_MESSAGE(record.has_value(), txt);
    return objection(*record, key);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(key_record_test)

BOOST_AUTO_TEST_CASE(that_is_ours_fits_our_key) {
    for (const auto& pem : {rsa_pem(2048), ed25519_pem()}) {
        const auto key = key_of(pem);
        BOOST_TEST(objection_of(key_record(key), key) == "");
    }
    BOOST_TEST(key_record(key_of(ed25519_pem())).find("v=DKIM1; k=ed25519; p=") == 0U);
}

// RFC 8463, appendix A.2: seed and record.
BOOST_AUTO_TEST_CASE(is_what_the_rfc_prints) {
    const auto key = parse_private_key(
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
        "-----END PRIVATE KEY-----\n",
        1024);
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key_record(*key) ==
               "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
}

BOOST_AUTO_TEST_CASE(may_be_written_otherwise) {
    const auto key = key_of(rsa_pem(1024));
    const std::string p = key_record(key).substr(std::string("v=DKIM1; k=rsa; ").size());
    for (const auto& txt : {p, p + ";", "n=a note; " + p, "v=DKIM1;h=sha1:sha256;s=email;" + p,
                            "k=rsa; s=x:*; t=s; " + p, p.substr(0, 20) + " \t" + p.substr(20),
                            " v = DKIM1 ; " + p, "unknown=1; " + p}) {
        BOOST_TEST(objection_of(txt, key) == "");
    }
}

BOOST_AUTO_TEST_CASE(may_hold_the_bare_rsa_key) {
    const auto key = key_of(rsa_pem(1024));
    const auto record = parse_key_record(key_record(key));
    // Twenty-two octets of SubjectPublicKeyInfo stand in front of a key of 1024 bits.
    const auto bare = base64(record->public_key.substr(22));
    BOOST_TEST(objection_of("p=" + bare, key) == "");
}

BOOST_AUTO_TEST_CASE(is_objected_to_where_a_verifier_would_not_count_the_signature) {
    const auto key = key_of(rsa_pem(1024));
    const auto own = key_record(key);
    const auto other = key_record(key_of(rsa_pem(2048)));
    BOOST_TEST(objection_of("v=DKIM1; p=", key) == "the key is revoked (empty p=)");
    BOOST_TEST(objection_of(other, key) == "another public key (p=)");
    BOOST_TEST(objection_of("p=AAAA", key) == "another public key (p=)");
    BOOST_TEST(objection_of(key_record(key_of(ed25519_pem())), key) ==
               "a key of type ed25519 (k=), not rsa");
    BOOST_TEST(objection_of(own + "; h=sha1", key) == "sha256 is not allowed (h=)");
    BOOST_TEST(objection_of(own + "; s=tlsrpt", key) == "the key is not for mail (s=)");
    BOOST_TEST(objection_of(own + "; t=s:y", key) == "the domain only tests DKIM (t=y)");
}

BOOST_DATA_TEST_CASE(is_nothing_else,
                     bdata::make({"", "v=DKIM1", "v=DKIM2; p=AAAA", "p=AAAA; v=DKIM1", "p=AAA",
                                  "p=A*AA", "p=====", "p=AA==AAAA", "p=AAAA; p=AAAA", "v=spf1 -all",
                                  "p=AAAA; x", "v=dkim1; p=AAAA"}),
                     txt) {
    BOOST_TEST(!parse_key_record(txt).has_value());
}

BOOST_AUTO_TEST_CASE(has_its_place_below_the_domain) {
    BOOST_TEST(key_record_name("s1", "example.com") == "s1._domainkey.example.com");
}

BOOST_AUTO_TEST_SUITE_END()
