// Rule files that are wrong: bad/NAME.toml, and what is said of it, with its place and a caret, in
// bad/NAME.expected. With MSA_BLESS=1 what is said is written there: read that diff.
#include "base/file.h"
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
constexpr const char* folder = "tests/unit/config/bad";

std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".toml") {
            found.push_back(entry.path().stem().string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string said_of(const msa::LoadedRules& loaded) {
    std::string text;
    for (const auto& each : loaded.diagnostics.sorted()) {
        text += loaded.diagnostics.block_of(each);
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_files)

BOOST_DATA_TEST_CASE(say_what_is_wrong_and_where, boost::unit_test::data::make(names()), name) {
    const auto path = std::string(folder) + '/' + name;
    const auto loaded = msa::load_text(msa::read_file(path + ".toml", longest).value());
    const auto said = said_of(loaded);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread is there
    if (std::getenv("MSA_BLESS") != nullptr) {
        std::ofstream(path + ".expected") << said;
    }
    const auto expected = msa::read_file(path + ".expected", longest);
    BOOST_REQUIRE((expected.has_value() && !said.empty()));
    BOOST_TEST(said == *expected);
    BOOST_TEST((loaded.rules == nullptr) == loaded.diagnostics.has_errors());
}

BOOST_AUTO_TEST_SUITE_END()
