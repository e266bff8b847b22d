// Which fields are signed by what a rule file says of them.
#include "commands/services.h"
#include "config/rule_file.h"
#include "fakes/fake_signer.h"
#include "fakes/whole_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

/// What the signer is told, of a [dkim] with these lines.
msa::SigningSettings told(const std::string& lines, const std::string& key_lines = "") {
    msa::SigningSettings settings;
    auto services = msa::rule_services();
    services.read_file = [&lines, &key_lines](const std::string&) {
        return msa::Result<std::string>(
            msa::whole_rules("[dkim]\n" + lines +
                             "[[dkim.key]]\ndomain = \"example.com\"\nselector = \"s\"\n"
                             "file = \"good.pem\"\n" +
                             key_lines));
    };
    services.make_signer = [&settings](const msa::SigningSettings& named) {
        settings = named;
        return msa::Result<std::unique_ptr<const msa::Signer>>(
            std::make_unique<msa::FakeSigner>(std::set<std::string, std::less<>>()));
    };
    BOOST_TEST((msa::load_rules("r", services, {}).rules != nullptr));
    return settings;
}

bool has(const std::vector<std::string>& names, const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(load_dkim)

BOOST_AUTO_TEST_CASE(a_list_of_the_file_only_adds_to_the_core) {
    const auto bare = told("");
    const auto named = told("oversign = [\"From\", \"X-Ours\"]\nsign = [\"x-note\", \"SENDER\"]\n");
    BOOST_TEST(named.oversigned.size() == bare.oversigned.size() + 1);
    BOOST_TEST(named.signed_present.size() == bare.signed_present.size() + 1);
    BOOST_TEST(has(named.oversigned, "X-Ours"));
    BOOST_TEST(has(named.signed_present, "x-note"));
    for (const char* name : {"From", "Subject", "To", "Date", "MIME-Version", "Content-Type",
                             "Content-Transfer-Encoding"}) {
        BOOST_TEST(has(named.oversigned, name), name);
    }
    for (const char* name : {"Sender", "Resent-From", "List-Unsubscribe"}) {
        BOOST_TEST(has(named.signed_present, name), name);
    }
}

BOOST_AUTO_TEST_CASE(empty_lists_take_nothing_away) {
    BOOST_TEST(told("oversign = []\nsign = []\n").oversigned == told("").oversigned);
}

BOOST_AUTO_TEST_CASE(what_is_left_unsigned_is_in_neither_list) {
    const auto settings = told("leave_unsigned = [\"reply-to\", \"List-Id\"]\n");
    BOOST_TEST(!has(settings.oversigned, "Reply-To"));
    BOOST_TEST(!has(settings.signed_present, "List-Id"));
    BOOST_TEST(has(settings.oversigned, "Subject"));
}

BOOST_AUTO_TEST_CASE(a_key_signs_for_every_subdomain_where_its_authors_domain_begins_with_a_star) {
    const auto settings = told("", "author_domains = [\"example.com\", \"*.example.com\"]\n");
    BOOST_REQUIRE(settings.keys.size() == 1U);
    BOOST_TEST(settings.keys[0].author_domains ==
               (std::vector<std::string>{"example.com", "*.example.com"}));
}

BOOST_AUTO_TEST_SUITE_END()
