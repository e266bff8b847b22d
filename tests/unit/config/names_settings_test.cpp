// [names] of msa-milter.toml.
#include "config/daemon_settings.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

msa::LoadedSettings load(const std::string& text) {
    return msa::load_daemon_settings("d.toml", [&text](const std::string&) {
        return msa::Result<std::string>("[names]\n" + text);
    });
}

std::string complaint(const std::string& text) {
    const auto loaded = load(text);
    BOOST_TEST(!loaded.settings.has_value());
    const auto all = loaded.diagnostics.sorted();
    return all.size() == 1 ? all.front().message : "one is expected";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names_settings)

BOOST_AUTO_TEST_CASE(say_where_mail_is_submitted_and_comes_in) {
    const auto loaded = load(
        "host = \"Mail.Example.com\"\nsubmission = 0\nmx = [\"mx1.example.com\", "
        "\"mx2.example.com\"]\nreports = \"dmarc@example.com\"\n");
    BOOST_REQUIRE(loaded.settings.has_value());
    const auto& names = loaded.settings->names;
    BOOST_TEST(names.host == "mail.example.com");
    BOOST_TEST(names.submission.value() == 0U);
    BOOST_TEST(!names.submissions.has_value());
    BOOST_TEST(names.mx == (std::vector<std::string>{"mx1.example.com", "mx2.example.com"}),
               boost::test_tools::per_element());
    BOOST_TEST(names.reports == "dmarc@example.com");
}

BOOST_AUTO_TEST_CASE(wrong_values_are_told) {
    BOOST_TEST(complaint("host = \"mail\"\n").starts_with("must be a full host name"));
    BOOST_TEST(complaint("mx = \"192.0.2.1\"\n").starts_with("must be a full host name"));
    BOOST_TEST(complaint("submission = 65536\n").find("must be from 0 to 65535") !=
               std::string::npos);
    BOOST_TEST(complaint("submissions = -1\n").find("must be from 0 to 65535") !=
               std::string::npos);
    BOOST_TEST(complaint("reports = \"postmaster\"\n").find("is no address") != std::string::npos);
    BOOST_TEST(complaint("hots = \"mail.example.com\"\n").find("did you mean 'host'") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
