// Rule files that are wrong: bad/NAME.toml, and what is said of it, with its place and a caret, in
// bad/NAME.expected; in bad_settings those of the daemon. With MSA_BLESS=1 what is said is written
// there: read that diff.
#include "base/file.h"
#include "config/daemon_settings.h"
#include "unit/config/rule_text.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

constexpr std::size_t longest = 1U << 20U;
constexpr const char* rule_files = "tests/unit/config/bad";
constexpr const char* settings_files = "tests/unit/config/bad_settings";

std::vector<std::string> names_in(const char* folder) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".toml") {
            found.push_back(entry.path().stem().string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Whether that is what is expected of the file `path`.toml.
void look_at(const msa::Diagnostics& diagnostics, const std::string& path) {
    std::string said;
    for (const auto& each : diagnostics.sorted()) {
        said += diagnostics.block_of(each);
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread is there
    if (std::getenv("MSA_BLESS") != nullptr) {
        std::ofstream(path + ".expected") << said;
    }
    const auto expected = msa::read_file(path + ".expected", longest);
    BOOST_REQUIRE((expected.has_value() && !said.empty()));
    BOOST_TEST(said == *expected);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_files)

BOOST_DATA_TEST_CASE(say_what_is_wrong_and_where,
                     boost::unit_test::data::make(names_in(rule_files)), name) {
    const auto path = std::string(rule_files) + '/' + name;
    const auto loaded = msa::load_text(msa::read_file(path + ".toml", longest).value());
    look_at(loaded.diagnostics, path);
    BOOST_TEST((loaded.rules == nullptr) == loaded.diagnostics.has_errors());
}

BOOST_DATA_TEST_CASE(of_the_daemon_say_so_too,
                     boost::unit_test::data::make(names_in(settings_files)), name) {
    const auto path = std::string(settings_files) + '/' + name;
    const auto loaded = msa::load_daemon_settings(
        "msa-milter.toml",
        [&path](const std::string& /*file*/) { return msa::read_file(path + ".toml", longest); });
    look_at(loaded.diagnostics, path);
    BOOST_TEST(!loaded.settings.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
