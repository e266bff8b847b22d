// Keys as a receiver finds them: what the referee accepts, and what it does not.
#include "referee/key_proof.h"

#include "fakes/dkim_site.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

struct Keys : DkimSite {
    [[nodiscard]] std::string objection(const std::string& selector, const std::string& record) {
        for (const auto& key : settings.keys) {
            if (key.selector == selector) {
                const auto told = referee_objection(settings, key, record);
                BOOST_TEST_REQUIRE(told.has_value());
                return *told;
            }
        }
        return "no such key";
    }
    [[nodiscard]] std::string record(const std::string& selector) const {
        return records.at(selector + "._domainkey.example.org");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_proof_test, Keys)

BOOST_AUTO_TEST_CASE(a_published_key_is_accepted) {
    add_key(rsa_pem(2048), "rsa");
    add_key(ed25519_pem(), "ed");
    BOOST_TEST(objection("rsa", record("rsa")) == "");
    BOOST_TEST(objection("ed", record("ed")) == "");
}

BOOST_AUTO_TEST_CASE(times_and_author_domains_do_not_count) {
    auto& key = add_key(rsa_pem(2048), "rsa");
    key.activate = test_moment().time + std::chrono::hours(24 * 365);
    key.author_domains = {"*.example.com"};
    BOOST_TEST(objection("rsa", record("rsa")) == "");
}

BOOST_AUTO_TEST_CASE(another_key_is_refused) {
    add_key(rsa_pem(2048), "rsa");
    add_key(ed25519_pem(), "ed");
    add_key(rsa_pem(1024), "short");
    BOOST_TEST(objection("rsa", record("short")).starts_with("header_altered"));
    BOOST_TEST(objection("rsa", record("ed")) != "");
    BOOST_TEST(objection("ed", record("rsa")) != "");
}

BOOST_AUTO_TEST_CASE(what_libopendkim_cannot_read_is_refused) {
    add_key(rsa_pem(2048), "rsa");
    const auto good = record("rsa");
    for (const auto& bad :
         {std::string("v=DKIM1; k=rsa; p="), std::string("v=spf1 -all"), std::string("p=AAAA"),
          "v=DKIM1; h=sha1; " + good.substr(good.find("k=")),
          "v=DKIM1; s=tlsrpt; " + good.substr(good.find("k="))}) {
        BOOST_TEST(objection("rsa", bad) != "", bad);
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_loaded_is_an_error) {
    add_key(rsa_pem(2048), "rsa").file += ".none";
    BOOST_TEST(!referee_objection(settings, settings.keys.front(), "").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
