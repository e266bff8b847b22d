// What libopendkim 2.11.0~beta2 does wrong when it is left alone, and that nothing here reaches it.
// Hazards of key files have their guard in private_key_test and key_file_test, those of names in
// signing_key_test and signed_fields_test.
//
// hazard                                                    case
// asserts: dkim_header() of length 0, no header at all      a_header_without_fields_is_an_error
// a malformed DKIM-Signature makes it refuse to sign        signatures_of_the_client_are_not_fed
// without a list every field is signed                      fields_that_nobody_named_are_not_signed
// SIGNHDRS beyond 1024 octets is dropped, all are signed    a_long_list_of_names_is_obeyed
// SKIPHDRS copies a name of any length to 4097 octets       a_field_name_of_any_length_does_no_harm
// h= is cut at 4095 octets                                  a_field_repeated_without_end_is_refused
// VT, FF, NUL, CR, LF in a field: canonical form is wrong   such_fields_are_refused
// bare CR or LF in a body: octets are dropped               bodies_with_bare_cr_or_lf_are_refused
// body without final CRLF: depends on the chunks            a_body_must_end_with_crlf
// dkim_getresultstr(17) is null                             a_failure_without_a_name_is_reported
// every call out of order gives 9                           calls_out_of_order_are_errors
// the PEM key is parsed for every signature                 a_key_is_parsed_and_freed_once
// the text of the key is kept and not wiped                 key_token_test: no key material in it
// d= and s= are written unchecked; l= can slip in           a_signature_is_read_back
#include "base/text.h"
#include "dkim/dkim_signer.h"
#include "dkim/opendkim_signing.h"
#include "dkim/private_key.h"
#include "dkim/tag_list.h"
#include "fakes/dkim_site.h"

#include <boost/test/unit_test.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>

using namespace msa;

namespace {

HeaderList header_with(const std::string& name, const std::string& value) {
    HeaderList headers;
    headers.receive("From", " alice@example.org");
    headers.receive(name, value);
    return headers;
}

struct Bench {
    Bench() {
        site.add_key(rsa_pem(1024), "rsa");
        site.add_key(ed25519_pem(), "ed");
    }
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& headers) const {
        return signer().begin(headers, "example.org", test_moment());
    }
    [[nodiscard]] const Signer& signer() const {
        if (!made) {
            made = site.signer();
        }
        return *made;
    }
    [[nodiscard]] bool signs(const HeaderList& headers) const {
        const auto made_here = signatures_of(signer(), headers, "x\r\n");
        return passing_signatures(wire_message(headers, "x\r\n", made_here), site.records) == 2;
    }
    [[nodiscard]] std::string list(const HeaderList& headers) const {
        const auto made_here = signatures_of(signer(), headers, "x\r\n");
        return tag_list(made_here.at(0).value)->at("h");
    }
    [[nodiscard]] ErrorKind body_error(std::string_view body, std::size_t chunk) const {
        const auto signing = begin(header_with("To", " x"));
        BOOST_TEST_REQUIRE(signing.has_value());
        for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) {
            const auto added = (*signing)->add_body(body.substr(0, chunk));
            if (!added) {
                return added.error().kind;
            }
        }
        const auto made_here = (*signing)->finish();
        BOOST_TEST_REQUIRE(!made_here.has_value());
        return made_here.error().kind;
    }

    DkimSite site;
    mutable std::unique_ptr<const Signer> made;
};

// libopendkim alone, with a header of From.
struct Alone {
    explicit Alone(EVP_PKEY* key) : token(key) {}

    [[nodiscard]] Result<OpendkimSigning> begin(const std::string& selector = "s",
                                                const std::string& domain = "example.org") const {
        return OpendkimSigning::begin(library, token, selector, domain, fields);
    }

    KeyToken token;
    OpendkimLibrary library = OpendkimLibrary::open({"From"}).value();
    SignedFields fields = {.fields = {{.name = "From", .value = " a@example.org"}},
                           .list = {"From", "From"}};
};

PrivateKey rsa_key() {
    return parse_private_key(rsa_pem(1024), 1024).value();
}

void count_free(void* /*parent*/, void* counter, CRYPTO_EX_DATA* /*data*/, int /*index*/,
                long /*argument*/, void* /*pointer*/) {
    if (counter != nullptr) {
        ++*static_cast<int*>(counter);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(opendkim_hazards_test)

BOOST_AUTO_TEST_CASE(a_header_without_fields_is_an_error) {
    const Bench bench;
    BOOST_TEST(!bench.begin(HeaderList()).has_value());
    HeaderList empty_name;
    empty_name.receive("", "");
    BOOST_TEST(!bench.begin(empty_name).has_value());
    BOOST_TEST(bench.signs(header_with("To", "")));
}

BOOST_AUTO_TEST_CASE(signatures_of_the_client_are_not_fed) {
    const Bench bench;
    const auto headers = header_with("DKIM-Signature", " ;;= not a signature");
    BOOST_TEST(bench.list(headers) == "From:From:To:Subject:Date:Cc");
}

BOOST_AUTO_TEST_CASE(fields_that_nobody_named_are_not_signed) {
    const Bench bench;
    const auto headers = header_with("Received", " from client");
    BOOST_TEST(bench.list(headers) == "From:From:To:Subject:Date:Cc");
    BOOST_TEST(bench.signs(headers));
}

BOOST_AUTO_TEST_CASE(a_long_list_of_names_is_obeyed) {
    Bench bench;
    HeaderList headers = header_with("X-Unnamed", " x");
    for (int i = 0; i < 60; ++i) {
        bench.site.settings.signed_present.push_back("X-A-Rather-Long-Name-" + std::to_string(i));
        headers.append(bench.site.settings.signed_present.back(), " x");
    }
    BOOST_TEST(bench.signs(headers));
    BOOST_TEST(bench.list(headers).size() > 1024U);
    BOOST_TEST(bench.list(headers).find("Unnamed") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_field_name_of_any_length_does_no_harm) {
    const Bench bench;
    const auto headers = header_with(std::string(20000, 'n'), " x");
    BOOST_TEST(bench.list(headers) == "From:From:To:Subject:Date:Cc");
    BOOST_TEST(bench.signs(header_with("To" + std::string(20000, ' '), " x")));
}

BOOST_AUTO_TEST_CASE(a_field_repeated_without_end_is_refused) {
    const Bench bench;
    HeaderList headers;
    for (int i = 0; i < 1500; ++i) {
        headers.receive("To", " x@example.net");
    }
    headers.receive("From", " alice@example.org");
    BOOST_TEST(!bench.begin(headers).has_value());
    HeaderList many;
    for (int i = 0; i < 1300; ++i) {
        many.receive("To", " x@example.net");
    }
    many.receive("From", " alice@example.org");
    BOOST_TEST(bench.signs(many));
}

BOOST_AUTO_TEST_CASE(such_fields_are_refused) {
    const Bench bench;
    for (const std::string_view octet :
         {std::string_view("\v"), std::string_view("\f"), std::string_view("\0", 1),
          std::string_view("\r"), std::string_view("\n")}) {
        const auto signing = bench.begin(header_with("To", " x" + std::string(octet) + "y"));
        BOOST_TEST_REQUIRE(!signing.has_value());
        BOOST_TEST((signing.error().kind == ErrorKind::bad_input));
    }
}

BOOST_AUTO_TEST_CASE(bodies_with_bare_cr_or_lf_are_refused) {
    const Bench bench;
    for (const char* body : {"a\rb\r\n", "\r\r\n", "a\nb\r\n", "\n", "a\n\r\n", "a\r\n\r"}) {
        for (const std::size_t chunk : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
            BOOST_TEST((bench.body_error(body, chunk) == ErrorKind::bad_input), printable(body));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_body_must_end_with_crlf) {
    const Bench bench;
    for (const char* body : {"a", " ", "a\r\nb", "a\r\n "}) {
        for (const std::size_t chunk : {std::size_t{1}, std::size_t{100}}) {
            BOOST_TEST((bench.body_error(body, chunk) == ErrorKind::bad_input), printable(body));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_failure_without_a_name_is_reported) {
    BOOST_TEST(dkim_getresultstr(DKIM_STAT_SIGGEN) == nullptr);
    const std::unique_ptr<EVP_PKEY, FreeKey> small(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{512}));
    const Alone alone(small.get());
    auto signing = alone.begin();
    BOOST_TEST_REQUIRE(signing.has_value());
    const auto signature = signing->finish();
    BOOST_TEST_REQUIRE(!signature.has_value());
    BOOST_TEST(signature.error().what.rfind("libopendkim: cannot sign: status 17", 0) == 0U,
               signature.error().what);
}

BOOST_AUTO_TEST_CASE(calls_out_of_order_are_errors) {
    const Bench bench;
    const auto signing = bench.begin(header_with("To", " x"));
    BOOST_TEST_REQUIRE(signing.has_value());
    BOOST_TEST((*signing)->finish().has_value());
    BOOST_TEST(!(*signing)->finish().has_value());
    BOOST_TEST(!(*signing)->add_body("x\r\n").has_value());
    const PrivateKey key = rsa_key();
    const Alone alone(key.handle.get());
    auto bare = alone.begin();
    BOOST_TEST_REQUIRE(bare.has_value());
    BOOST_TEST(bare->finish().has_value());
    BOOST_TEST(!bare->add_body("x\r\n").has_value());
    BOOST_TEST(!bare->finish().has_value());
}

// The key that answers libopendkim's call is freed when the last reference goes, and only then.
BOOST_AUTO_TEST_CASE(a_key_is_parsed_and_freed_once) {
    static const int slot = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_EVP_PKEY, 0, nullptr, nullptr,
                                                    nullptr, &count_free);
    int freed = 0;
    {
        const PrivateKey key = rsa_key();
        BOOST_TEST_REQUIRE(EVP_PKEY_set_ex_data(key.handle.get(), slot, &freed) == 1);
        const Alone alone(key.handle.get());
        for (int i = 0; i < 20; ++i) {
            auto signing = alone.begin();
            BOOST_TEST_REQUIRE(signing.has_value());
            BOOST_TEST(signing->finish().has_value());
        }
        auto unfinished = alone.begin();
        BOOST_TEST(unfinished.has_value());
        BOOST_TEST(freed == 0);
    }
    BOOST_TEST(freed == 1);
}

BOOST_AUTO_TEST_CASE(keys_are_forgotten_with_their_signer) {
    const std::size_t before = living_key_tokens();
    {
        const Bench bench;
        const auto signing = bench.begin(header_with("To", " x"));
        BOOST_TEST(living_key_tokens() == before + 1);
    }
    BOOST_TEST(living_key_tokens() == before);
}

BOOST_AUTO_TEST_CASE(a_signature_is_read_back) {
    const PrivateKey key = rsa_key();
    Alone alone(key.handle.get());
    auto injected = alone.begin("s", "example.org; x=1");
    BOOST_TEST_REQUIRE(injected.has_value());
    BOOST_TEST(!injected->finish().has_value());
    alone.fields.list = {"From"};
    auto unlike = alone.begin();
    BOOST_TEST_REQUIRE(unlike.has_value());
    BOOST_TEST(!unlike->finish().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
