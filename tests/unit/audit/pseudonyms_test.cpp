// Pseudonyms of addresses and the keys that they are made with.
#include "audit/pseudonyms.h"

#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace msa;
using namespace std::chrono_literals;

namespace {

constexpr auto november = 2026y / 11;

PseudonymKey sample_key() {
    return PseudonymKey(std::string(PseudonymKey::octets, 'k'));
}

mode_t mode_of(const std::string& path) {
    struct stat status {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pseudonyms_test)

BOOST_AUTO_TEST_CASE(an_address_has_one_pseudonym_however_it_is_spelled) {
    const auto key = sample_key();
    const auto pseudonym = key.of_address("bob@example.org");
    BOOST_TEST(pseudonym.size() == 51U);
    BOOST_TEST(pseudonym == key.of_address("\"Bob\"@EXAMPLE.org"));
    BOOST_TEST(key.of_address("bob@b\u00fccher.example") ==
               key.of_address("bob@xn--bcher-kva.example"));
}

BOOST_AUTO_TEST_CASE(other_addresses_domains_and_texts_have_others) {
    const auto key = sample_key();
    const auto bob = key.of_address("bob@example.org");
    BOOST_TEST(bob != key.of_address("rob@example.org"));
    BOOST_TEST(bob != key.of_address("bob@example.net"));
    BOOST_TEST(bob !=
               PseudonymKey(std::string(PseudonymKey::octets, 'l')).of_address("bob@example.org"));
    BOOST_TEST(key.of_address("example.org") != key.of_domain("example.org"));
}

BOOST_AUTO_TEST_CASE(the_domain_can_be_found_in_the_pseudonym_of_an_address) {
    const auto key = sample_key();
    BOOST_TEST(key.of_address("bob@example.org").ends_with('@' + key.of_domain("EXAMPLE.org")));
}

BOOST_AUTO_TEST_CASE(what_is_no_address_has_a_pseudonym_without_a_domain) {
    const auto key = sample_key();
    BOOST_TEST(key.of_address("bob at example.org").find('@') == std::string::npos);
    BOOST_TEST(key.of_address("bob at example.org") == key.of_text("bob at example.org"));
}

BOOST_AUTO_TEST_CASE(the_key_of_a_month_is_made_once_and_nobody_else_may_read_it) {
    const TemporaryFolder folder;
    const auto keys = folder.path_of("audit.pseudonyms");
    const auto made = own_pseudonym_key(keys, november);
    BOOST_REQUIRE(made);
    BOOST_TEST(mode_of(keys) == 0700U);
    BOOST_TEST(mode_of(keys + "/2026-11.key") == 0400U);
    BOOST_TEST(std::filesystem::file_size(keys + "/2026-11.key") == PseudonymKey::octets);
    const auto again = own_pseudonym_key(keys, november);
    const auto read = pseudonym_key(keys, november);
    BOOST_REQUIRE((again && read));
    BOOST_TEST(again->of_text("x") == made->of_text("x"));
    BOOST_TEST(read->of_text("x") == made->of_text("x"));
    const auto next = own_pseudonym_key(keys, 2026y / 12);
    BOOST_REQUIRE(next);
    BOOST_TEST(next->of_text("x") != made->of_text("x"));
}

BOOST_AUTO_TEST_CASE(who_looks_up_makes_no_key) {
    const TemporaryFolder folder;
    BOOST_TEST(!pseudonym_key(folder.path(), november));
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
}

BOOST_AUTO_TEST_CASE(half_a_key_is_none) {
    const TemporaryFolder folder;
    const auto path = folder.write("2026-11.key", "short");
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    BOOST_TEST(!pseudonym_key(folder.path(), november));
    BOOST_TEST(!own_pseudonym_key(folder.path(), november));
}

BOOST_AUTO_TEST_CASE(a_key_that_others_can_read_is_refused) {
    const TemporaryFolder folder;
    (void)folder.write("2026-11.key", std::string(PseudonymKey::octets, 'k'));
    BOOST_TEST(!own_pseudonym_key(folder.path(), november));
}

BOOST_AUTO_TEST_CASE(months_are_those_of_utc) {
    using std::chrono::sys_days;
    BOOST_CHECK(month_of(sys_days(2026y / 12 / 1) - 1us) == november);
    BOOST_CHECK(month_of(sys_days(2026y / 12 / 1)) == 2026y / 12);
}

BOOST_AUTO_TEST_SUITE_END()
