// Texts of rule files, kept by their hashes.
#include "audit/rule_archive.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;

namespace {

struct Site {
    msa::TemporaryFolder folder;
    msa::TrailPaths paths = msa::TrailPaths::of(folder.path_of("audit.jsonl"));

    [[nodiscard]] std::string kept(std::string_view octets) const {
        return msa::archive_rules(paths, octets).value();
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        return msa::read_file(folder.path_of(name), 1U << 20U).value();
    }
    [[nodiscard]] std::size_t files() const {
        const fs::directory_iterator all(paths.rules);
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rule_archive, Site)

BOOST_AUTO_TEST_CASE(a_text_of_any_octets_is_kept_once_by_its_hash) {
    const std::string octets("\0\xff\r\n[x]\n\xc3\x28", 11);
    const auto name = kept(octets);
    BOOST_TEST(name == "audit.rules/" + msa::hex(msa::sha256(octets)) + ".toml");
    BOOST_TEST(text(name) == octets);
    BOOST_TEST(kept(octets) == name);
    BOOST_TEST(files() == 1U);
    BOOST_TEST(kept("another\n") != name);
    BOOST_TEST(files() == 2U);
    BOOST_TEST(kept("") == "audit.rules/" + msa::hex(msa::sha256("")) + ".toml");
}

BOOST_AUTO_TEST_CASE(what_a_crash_or_somebody_else_has_left_is_replaced) {
    const auto name = kept("whole text\n");
    for (const std::string broken : {"", "whole", "whole text\nand more"}) {
        (void)folder.write(name, broken);
        BOOST_TEST(kept("whole text\n") == name);
        BOOST_TEST(text(name) == "whole text\n");
    }
    BOOST_TEST(files() == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_none_is_an_error) {
    (void)folder.write("audit.rules", "");
    const auto result = msa::archive_rules(paths, "x");
    BOOST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().what.starts_with(paths.rules + '/'), result.error().what);
}

BOOST_AUTO_TEST_SUITE_END()
