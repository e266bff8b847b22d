// Messages on which signers come to grief: what is refused, and what does no harm. libopendkim
// drops octets around a bare CR, lets the end of a body depend on how it was cut, and cuts a long
// h= without a word; other verifiers read such messages in other ways again.
#include "base/text.h"
#include "dkim/dkim_signer.h"
#include "dkim/signature_field.h"
#include "dkim/tag_list.h"
#include "fakes/dkim_site.h"

#include <boost/test/unit_test.hpp>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

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

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};

/// The public half: it cannot sign.
PrivateKey public_half(const std::string& pem) {
    PrivateKey key = parse_private_key(pem, 1024).value();
    const std::unique_ptr<BIO, FreeBio> bio(BIO_new(BIO_s_mem()));
    BOOST_TEST_REQUIRE(PEM_write_bio_PUBKEY(bio.get(), key.handle.get()) == 1);
    key.handle.reset(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
    BOOST_TEST_REQUIRE(key.handle != nullptr);
    return key;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signing_hazards_test)

BOOST_AUTO_TEST_CASE(a_header_without_fields_is_an_error) {
    const Bench bench;
    BOOST_TEST(!bench.begin(HeaderList()).has_value());
    HeaderList empty_name;
    empty_name.receive("", "");
    BOOST_TEST(!bench.begin(empty_name).has_value());
    BOOST_TEST(bench.signs(header_with("To", "")));
}

BOOST_AUTO_TEST_CASE(signatures_of_the_client_are_not_signed) {
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

BOOST_AUTO_TEST_CASE(calls_out_of_order_are_errors) {
    const Bench bench;
    const auto signing = bench.begin(header_with("To", " x"));
    BOOST_TEST_REQUIRE(signing.has_value());
    BOOST_TEST((*signing)->finish().has_value());
    BOOST_TEST(!(*signing)->finish().has_value());
    BOOST_TEST(!(*signing)->add_body("x\r\n").has_value());
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_sign_makes_no_signature) {
    const std::vector<std::string> list = {"From", "From"};
    for (const std::string& pem : {rsa_pem(1024), ed25519_pem()}) {
        const PrivateKey key = public_half(pem);
        const auto value = signature_field({.key = key,
                                            .selector = "s",
                                            .domain = "example.org",
                                            .list = list,
                                            .canonical_header = "from:a@example.org\r\n",
                                            .body_hash = "x",
                                            .now = test_moment()});
        BOOST_TEST_REQUIRE(!value.has_value());
        BOOST_TEST((value.error().kind == ErrorKind::unavailable));
        BOOST_TEST(value.error().what ==
                   "OpenSSL cannot sign with the " + std::string(to_text(key.algorithm)) + " key");
    }
}

BOOST_AUTO_TEST_SUITE_END()
