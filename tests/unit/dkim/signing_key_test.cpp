// What the rule file may say of a key.
#include "dkim/signing_key.h"

#include "dkim/dkim_signer.h"
#include "fakes/dkim_site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

bool loads(const SigningKeySettings& key) {
    const auto loaded = load_signing_key(key, SigningSettings());
    BOOST_TEST((loaded.has_value() || loaded.error().kind == ErrorKind::bad_config));
    return loaded.has_value();
}

bool loads_domain(const std::string& domain) {
    DkimSite site;
    SigningKeySettings key = site.add_key(ed25519_pem(), "ed");
    key.domain = domain;
    return loads(key);
}

bool loads_selector(const std::string& selector) {
    DkimSite site;
    SigningKeySettings key = site.add_key(ed25519_pem(), "ed");
    key.selector = selector;
    return loads(key);
}

bool loads_author(const std::string& author) {
    DkimSite site;
    SigningKeySettings key = site.add_key(ed25519_pem(), "ed");
    key.author_domains = {author};
    return loads(key);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signing_key_test)

BOOST_AUTO_TEST_CASE(domains_are_lower_case_ldh) {
    BOOST_TEST(loads_domain("example.org"));
    BOOST_TEST(loads_domain("xn--bcher-kva.example"));
    for (const char* domain : {"", "Example.org", "example..org", ".org", "org.", "a_b.org",
                               "-a.org", "a-.org", "b\xc3\xbc.org", "a b.org", "*.example.org"}) {
        BOOST_TEST(!loads_domain(domain), domain);
    }
    BOOST_TEST(!loads_domain(std::string(64, 'a') + ".org"));
}

BOOST_AUTO_TEST_CASE(no_tag_can_be_smuggled_in) {
    BOOST_TEST(!loads_domain("example.org; x=1"));
    BOOST_TEST(!loads_selector("s; l=0"));
    BOOST_TEST(!loads_selector("s\n"));
    BOOST_TEST(!loads_domain(std::string("example.org\0", 12)));
}

BOOST_AUTO_TEST_CASE(selectors_may_have_several_labels) {
    BOOST_TEST(loads_selector("2026.mail-a"));
    BOOST_TEST(!loads_selector(""));
    BOOST_TEST(!loads_selector("A"));
    BOOST_TEST(!loads_selector("a..b"));
}

BOOST_AUTO_TEST_CASE(selector_and_domain_must_fit_into_one_dns_name) {
    const std::string label = std::string(60, 'a') + ".";
    BOOST_TEST(loads_selector(label + label + label + std::string(47, 'a')));
    BOOST_TEST(!loads_selector(label + label + label + std::string(48, 'a')));
}

BOOST_AUTO_TEST_CASE(author_domains_may_stand_for_all_subdomains) {
    BOOST_TEST(loads_author("*.example.org"));
    BOOST_TEST(!loads_author("*"));
    BOOST_TEST(!loads_author("*."));
    BOOST_TEST(!loads_author("a.*.example.org"));
    BOOST_TEST(!loads_author(""));
}

BOOST_AUTO_TEST_CASE(a_key_cannot_retire_before_it_is_active) {
    DkimSite site;
    SigningKeySettings key = site.add_key(ed25519_pem(), "ed");
    key.activate = test_moment().time;
    key.retire = key.activate;
    BOOST_TEST(!loads(key));
}

BOOST_AUTO_TEST_CASE(one_selector_serves_one_key) {
    DkimSite site;
    site.add_key(ed25519_pem(), "same");
    site.add_key(ed25519_pem(), "same", "example.net");
    BOOST_TEST(make_dkim_signer(site.settings).has_value());
    site.add_key(rsa_pem(1024), "same");
    BOOST_TEST(!make_dkim_signer(site.settings).has_value());
}

BOOST_AUTO_TEST_CASE(rsa_keys_that_must_not_sign_cannot_be_allowed) {
    DkimSite site;
    site.settings.minimum_rsa_bits = 768;
    const auto signer = make_dkim_signer(site.settings);
    BOOST_TEST_REQUIRE(!signer.has_value());
    BOOST_TEST((signer.error().kind == ErrorKind::bad_config));
}

BOOST_AUTO_TEST_CASE(errors_name_the_file) {
    DkimSite site;
    auto& key = site.add_key(rsa_pem(1024), "rsa");
    site.settings.minimum_rsa_bits = 2048;
    const auto signer = make_dkim_signer(site.settings);
    BOOST_TEST_REQUIRE(!signer.has_value());
    BOOST_TEST(signer.error().what ==
               key.file + ": an RSA key of 1024 bits; at least 2048 are demanded");
}

BOOST_AUTO_TEST_SUITE_END()
