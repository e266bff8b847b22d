// Test keys, see dkim_keys.h.
#include "fakes/dkim_keys.h"

#include <array>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace msa {

namespace {

template <auto function>
struct Free {
    template <class T>
    void operator()(T* object) const {
        function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<&EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<&EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<&BN_free>>;
using Bio = std::unique_ptr<BIO, Free<&BIO_free_all>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<&OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<&OSSL_PARAM_free>>;

void require(bool success) {
    if (!success) {
        throw std::runtime_error("OpenSSL cannot make the test key");
    }
}

template <class Write>
std::string pem(Write write) {
    const Bio bio(BIO_new(BIO_s_mem()));
    require(write(bio.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, text + size};
}

std::string pem(const Key& key) {
    require(key != nullptr);
    return pem([&](BIO* bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

Key rsa(int bits) {
    return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
}

constexpr std::array<const char*, 8> rsa_numbers = {
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,           OSSL_PKEY_PARAM_RSA_D,
    OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,     OSSL_PKEY_PARAM_RSA_EXPONENT1,
    OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};

Number number(const Key& key, const char* name) {
    BIGNUM* value = nullptr;
    require(EVP_PKEY_get_bn_param(key.get(), name, &value) == 1);
    return Number(value);
}

std::string rsa_pem_of(const std::vector<Number>& numbers) {
    const Builder builder(OSSL_PARAM_BLD_new());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        require(OSSL_PARAM_BLD_push_BN(builder.get(), rsa_numbers[i], numbers[i].get()) == 1);
    }
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
            EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
    return pem(Key(key));
}

constexpr const char* rsa_4096 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIJQgIBADANBgkqhkiG9w0BAQEFAASCCSwwggkoAgEAAoICAQDUvgZkULeODSq+\n"
    "fXjBzU+hif0wIs5Ux2ZaH7s60K+aGMQuGieBZ5+5asjmkNrVesCNUDDaGPgkHBHS\n"
    "F8453j1564wcvTmgLfNkA0rK/Ff6pw4NviMwglwUFPBMG4dlIW/XNDpUlTVNoXsD\n"
    "Pwu8xN9aKxkUrf6DhLc+ZCBn1FEqe2Qs6vPPcuH4lPecR0mF6cYcxtUHrOjk6vjS\n"
    "HVVvdFgQOqsHahYOTdJLxYQsna9cRWUfpmojLIf5yLs/BkgE4RvktLapsmGfmJ50\n"
    "znUZCLIpimpcydvtkTlTHDbY/rLcYupDAhBZOh5CQONBxrDVmElNlCM1Q7UQ2VgD\n"
    "We0gaRIN0ZmJm3mB3UmRfhx6QIzoe8tI0/9wzYVRs0icL/x0Nr5alnM1pXpB7w7/\n"
    "n19cLvx561Rw2cxjM9VzH1PMNF4xSdDClPog9c5+3IaLCo0dxE+nL3UUDn96W77Z\n"
    "3sbisUGYRltVgSRUxvyg6gZdyD9uqSH/+i3exwW6V/kcIL95++L6cbHguFwNQJkC\n"
    "wtNd3rqNlrmln7hSQYdazchjYgMeWWoqxpyqT9neF7E3oO6fktwnNggek6tQ9qlS\n"
    "t8yzgiAeyfSuy5vN1KA3MogpY30LR8XHSQ561WUF3Xa8yXoP0Ia+MJGqawXvkr4G\n"
    "M/pX0Nq8904Vr11KpZgiLvS7gJsjZQIDAQABAoICACXyHP7AnPTj6Vdf1u2uesEj\n"
    "9TqkQqxBgsKZfVJQzbmNKFTWymwc+RLf9qSVesrwIa8y+fu0z3HVZeJU565PsyRv\n"
    "fKbVo5UsDQkuQyVwnBqzuGCAJROudNEKKRBSKrTBoYq/oJXcpUzK/D+Ie8X4UaRq\n"
    "IoebP1XjErI4tsT+TFno92XBpKpAYgjuPTotRvJxT6prVq0PTN0kAiysGcSO+nQu\n"
    "mrnwVK3JeLSWLuysVY5+PDrIeo76juhhQvDLZIYmRszk5N3g2OPYG49XEfDcqbaa\n"
    "Hz2crbMyn4hw9GGBEJMZu5InKJZZtPL5Uu+1Cm6WwqBpR1xlTsMKGVZDsHWC+DqW\n"
    "PtOe8cyXwTGqH8wHRig5rNdTbKt/Y5HjubIlyhhHlVmIDt8Bq9e5HJ3HQKV3asyx\n"
    "UgV2B6SpcasMCpZiMqZyeGiQJlpIRxDBipdcyIPVEbc8JoO1fZ4apSeL1MbozY6J\n"
    "Ar/iqMaBDOIggZbrF4q2vZg8vz8QVaXeZXFRftOsUINr5xcE3ii7ewcszD5cUR07\n"
    "xUBK87awj1WxfbK2QMIu6vZEXkqvIzDdCHEg1jIf8DFOYx6od42JVPl6dL4cpK03\n"
    "iB1bthXVEaVu63wSXmf1rhtRuKvk6yscO+Vq8lBqTIu6njaaSAfQ4vZdLUUmMNex\n"
    "qt5dO8ZMk9+Od0uKlHJhAoIBAQD81hl3NCwonVVuhBuy0n1ANfke4ukN29K6zxRL\n"
    "c7kzOiTL7MKuJK6lasOSh44WjSSCi4cHTBiOSUB52IYNyC3400aw1pbAKlSmV9Zf\n"
    "H+dSNbOtwnEsmILV0nv1BB/fXYg3QdNU0defg43VlVlnlerYFgx4XPj5HVAGv5Ja\n"
    "kkXfeaHLLt4AGoyDJsgWjvH8dcZ8eBw5yzyzElUjdP2IvAXVPNbY0nzkcPrtEsop\n"
    "/NGmIFtGvIg9/xQC/nq7TNfJdMa3PsngPec+c7dbIdzRZbdYqxG6aM2CXuuQ+mRJ\n"
    "kNwhD04Y9c7rqVG4eAdqqnhAsgTvqZ3sHeMS7uNgC4GiGx9VAoIBAQDXZ35s7QLj\n"
    "xf2jkwW8lETjuBEOhK1qVpZi3PAMpktD3eNZwNgRCYeo5iq66rBi/6FbGoR9aAtJ\n"
    "vyBgkfxoPc67WcURmBfYS74wBVxT6rrfhg3KIGbxKMvTrz1hiSXWxnq4r918tq2D\n"
    "YPVwzMpqT1tcccD58BZgcnJPUAklVv76fsrLiJBhe/OoPcZ5sOZK5X1g9eG9ABcd\n"
    "x/Z7Q9r4ks4x36qaEJWyrM9oZF3/Q9IazeFzIoYVPQejiPfzbZH/XfxAtxRILiLJ\n"
    "TMIN+ee/DWOXMkBwlvJffpiLHpxC/bQMvU8mqpSQRAKEjP1TtMJqQuRShzKiE7w7\n"
    "BkYJ7H/8FlPRAoIBAQC1dgP45dz7mVADbZVjlmaGezY80KZrZ+WqZY0vSfMVrRlT\n"
    "sq1WxsUBu8p5lAiKbupRN0rGFftZw4Ee8iPkKFO2TgxiRuETMk5mxIv64a7n9drr\n"
    "Tq5jT2I3jEWi6D7n1P06i2fdbG3Q8l4NeI8eJR7Tz59Lk46tXDhfX4busiSr62QP\n"
    "q6dxc5x9VIwuhJFwnCbEln/Liu4Zp4KrW//K7wdQr8WTAB7a5atyExY9ZFIjZP2d\n"
    "mxo9RKFcNMBpRRFqaQFl6w6Afm1FCVADfB47u0EHxl+G5kj41J9FAjCQDAOxRobK\n"
    "q0DDKlaYiqzoBUkhRaL9T0Mkf57Fq+ZMvHVhnw2xAoIBAC/fI1zH6919Mhp5YUwA\n"
    "07KcRMYqPHQmnDOKkJrvFkkV9iILVrmqmYiy5oo2AE9wKocZxJouVlvkayirKSJt\n"
    "ohVHJSH84EfExZbciiFoSHHG1Ce4vcgY3fvEtWqI1Wz/HWUQSLQf0T4ifUm9abro\n"
    "uhA4g7/IWODEbp0r12yCAhbfuOg1CIlxx7v7RrHi27uHdy7mVm3vqDOJLkFE2lRm\n"
    "JAc3gy3MQ8i62TmFHNLPWtF0Mgepg40SzDDPDvP9xPWxCI/FYG+OOVLtiS8b/CIc\n"
    "sqZ2l5WuJl2MwBAjFG1a/vnZ1M5uGKhbRQf6YY6J3K9LAH1K6LjWk/22LjikY+k9\n"
    "eRECggEAeWMZAi0d5H5lD4K3AGMCuxOGc3ALnVUTxw49aspB3MWS7oexO/+1jgbh\n"
    "cGTII5xYMRaQeeIVhJbKqGD5h9fJyYq4Rzl5POWju9YyMXJXV5TdITEajpfUxKFq\n"
    "ry4U8s4o9W+8JTdYyW/nk/Is5cSKBY4U9iCCD4vf4TtrE8KHAda7Ymu0HzuWXRpg\n"
    "3qyjnHTPn1f09Rj6LCad+/yMJ3LKPc+Ayws4qfDk1KNakSo1cZLmuAGkbypfZk3Z\n"
    "7Hr+D/RiW7mKtDI+5+Fx7wBzXWRfe9yKBJTnMuB6jYVCGkVlWl7Tty+yyKKSSVnu\n"
    "TeeQNGl+RflqVltGNdxkEnGpQb9juw==\n"
    "-----END PRIVATE KEY-----\n";

}  // namespace

const std::string& rsa_pem(int bits) {
    static const std::string rsa_1024 = pem(rsa(1024));
    static const std::string rsa_2048 = pem(rsa(2048));
    static const std::string fixed = rsa_4096;
    return bits == 1024 ? rsa_1024 : bits == 2048 ? rsa_2048 : fixed;
}

const std::string& ed25519_pem() {
    static const std::string made = pem(Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
    return made;
}

std::string ec_pem() {
    return pem(Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")));
}

std::string rsa_pss_pem() {
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA-PSS", nullptr));
    EVP_PKEY* key = nullptr;
    require(EVP_PKEY_keygen_init(context.get()) == 1 &&
            EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), 1024) == 1 &&
            EVP_PKEY_generate(context.get(), &key) == 1);
    return pem(Key(key));
}

std::string encrypted_pem() {
    const Key key = rsa(1024);
    return pem([&](BIO* bio) {
        return PEM_write_bio_PKCS8PrivateKey(bio, key.get(), EVP_aes_128_cbc(), "secret", 6,
                                             nullptr, nullptr);
    });
}

std::string traditional_encrypted_pem() {
    const Key key = rsa(1024);
    std::array<unsigned char, 6> passphrase = {'s', 'e', 'c', 'r', 'e', 't'};
    return pem([&](BIO* bio) {
        return PEM_write_bio_PrivateKey_traditional(bio, key.get(), EVP_aes_128_cbc(),
                                                    passphrase.data(), passphrase.size(), nullptr,
                                                    nullptr);
    });
}

std::string oversized_rsa_pem() {
    std::vector<Number> numbers;
    for (const int bits : {8192, 17, 8192, 4096, 4096, 4096, 4096, 4096}) {
        numbers.emplace_back(BN_new());
        require(BN_rand(numbers.back().get(), bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD) == 1);
    }
    return rsa_pem_of(numbers);
}

std::string mismatched_rsa_pem() {
    const Key one = rsa(1024);
    const Key other = rsa(1024);
    std::vector<Number> numbers;
    numbers.reserve(rsa_numbers.size());
    for (const char* name : rsa_numbers) {
        numbers.push_back(number(numbers.empty() ? one : other, name));
    }
    return rsa_pem_of(numbers);
}

std::string KeyDirectory::write(std::string_view name, std::string_view text, unsigned mode) const {
    auto file = folder_.write(name, text);
    std::filesystem::permissions(file, std::filesystem::perms(mode));
    return file;
}

}  // namespace msa
