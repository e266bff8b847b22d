// The call that libopendkim makes for every signature, answered with the key parsed at load.
#include "dkim/key_token.h"

#include "dkim/private_key.h"
#include "fakes/dkim_keys.h"

#include <memory>

#include <boost/test/unit_test.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace msa;

namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;

// As libopendkim calls it.
KeyHandle read_key(std::string_view text) {
    const std::unique_ptr<BIO, FreeBio> bio(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    return key;
}

KeyHandle parsed(const std::string& pem) {
    auto key = parse_private_key(pem, 1024);
    BOOST_TEST_REQUIRE(key.has_value());
    return std::move(key).value().handle;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(key_token_test)

BOOST_AUTO_TEST_CASE(a_token_is_answered_with_the_very_key) {
    const KeyHandle key = parsed(rsa_pem(1024));
    const KeyToken token(key.get());
    const KeyHandle first = read_key(token.text());
    const KeyHandle second = read_key(token.text());
    BOOST_TEST(first.get() == key.get());
    BOOST_TEST(second.get() == key.get());
}

BOOST_AUTO_TEST_CASE(a_token_holds_no_key_material) {
    const KeyHandle key = parsed(rsa_pem(1024));
    const KeyToken token(key.get());
    BOOST_TEST(token.text().rfind("-----msa-milter key ", 0) == 0U);
    BOOST_TEST(token.text().size() < 48U);
}

BOOST_AUTO_TEST_CASE(a_token_keeps_its_key_alive) {
    KeyHandle key = parsed(rsa_pem(1024));
    const KeyToken token(key.get());
    EVP_PKEY* const expected = key.get();
    key.reset();
    const KeyHandle answered = read_key(token.text());
    BOOST_TEST(answered.get() == expected);
    BOOST_TEST(EVP_PKEY_get_bits(answered.get()) == 1024);
}

BOOST_AUTO_TEST_CASE(two_tokens_never_have_the_same_name) {
    const KeyHandle key = parsed(rsa_pem(1024));
    std::string last;
    for (int i = 0; i < 3; ++i) {
        const KeyToken token(key.get());
        BOOST_TEST(token.text() != last);
        last = token.text();
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_forgotten_with_its_owner) {
    const std::size_t before = living_key_tokens();
    std::string text;
    {
        const KeyHandle key = parsed(rsa_pem(1024));
        const KeyToken token(key.get());
        text = token.text();
        BOOST_TEST(living_key_tokens() == before + 1);
    }
    BOOST_TEST(living_key_tokens() == before);
    BOOST_TEST(read_key(text) == nullptr);
}

BOOST_AUTO_TEST_CASE(everything_else_reaches_openssl) {
    const KeyHandle key = read_key(ed25519_pem());
    BOOST_TEST_REQUIRE(key != nullptr);
    BOOST_TEST(EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519);
    BOOST_TEST(read_key("no key") == nullptr);
    BOOST_TEST(read_key("") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
