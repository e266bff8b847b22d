// Keys of one load: each file is proved once, and what cannot be proved stops nobody.
#include "referee/key_prover.h"

#include "crypto/kept_keys.h"
#include "fakes/dkim_site.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

struct Site : DkimSite {
    Site() {
        settings.require_safe_keys = false;
        add_key(rsa_pem(2048), "rsa");
        add_key(ed25519_pem(), "ed");
    }
    [[nodiscard]] const SigningKeySettings& key(std::size_t place) const {
        return settings.keys.at(place);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_prover, Site)

BOOST_AUTO_TEST_CASE(good_keys_are_proved_with_the_record_that_they_make_themselves) {
    KeyProver prover(read_once());
    for (const auto& each : settings.keys) {
        const auto told = prover.objection(settings, each);
        BOOST_TEST_REQUIRE(told.has_value());
        BOOST_TEST(*told == "");
    }
}

BOOST_AUTO_TEST_CASE(what_a_key_signs_with_must_be_what_it_publishes) {
    int reads = 0;  // the file is replaced between two of them
    KeyProver prover([&reads](const std::string&, const KeyDemands&) {
        return parse_private_key(++reads == 1 ? rsa_pem(1024) : rsa_pem(2048), 1024);
    });
    const auto told = prover.objection(settings, key(0));
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(told->starts_with("header_altered"), *told);
}

BOOST_AUTO_TEST_CASE(a_file_is_proved_once_for_all_its_domains) {
    int reads = 0;
    KeyProver prover([&reads, read = read_once()](const std::string& file, const KeyDemands& all) {
        ++reads;
        return read(file, all);
    });
    auto other = key(0);
    other.domain = "example.net";
    BOOST_TEST(prover.objection(settings, key(0)).value() == "");
    const int after_one = reads;
    BOOST_TEST(prover.objection(settings, other).value() == "");
    BOOST_TEST(reads == after_one);
}

BOOST_AUTO_TEST_CASE(when_time_is_up_nobody_is_asked_any_more) {
    KeyProver prover(read_once(), std::chrono::milliseconds(0));
    for (const auto& each : settings.keys) {
        const auto told = prover.objection(settings, each);
        BOOST_TEST_REQUIRE(!told.has_value());
        BOOST_TEST((told.error().kind == ErrorKind::unavailable));
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_read_is_its_own_error) {
    auto missing = key(0);
    missing.file += ".none";
    KeyProver prover(read_once());
    const auto told = prover.objection(settings, missing);
    BOOST_TEST_REQUIRE(!told.has_value());
    BOOST_TEST((told.error().kind == ErrorKind::bad_config));
    BOOST_TEST(prover.objection(settings, key(1)).value() == "");
}

BOOST_AUTO_TEST_SUITE_END()
