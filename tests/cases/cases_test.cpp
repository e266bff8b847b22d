// Plays every case below tests/cases. With MSA_BLESS set, writes what came out into the files.
#include "base/text.h"
#include "cases/case_file.h"
#include "checks/all_checks.h"

#include <cstdlib>
#include <filesystem>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

const std::string folder = "tests/cases";

bool is_blessing() {
    return std::getenv("MSA_BLESS") != nullptr;  // NOLINT(concurrency-mt-unsafe): one thread
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cases)

BOOST_DATA_TEST_CASE(goes_as_written, boost::unit_test::data::make(msa::case_paths(folder)), path) {
    const auto tested = msa::read_case(path);
    const auto got = msa::play(tested).text;
    if (is_blessing()) {
        msa::bless_case(tested, got);
        return;
    }
    BOOST_TEST_CONTEXT(path << ": " << tested.title) {
        BOOST_TEST(got == tested.expect);
    }
}

BOOST_AUTO_TEST_CASE(every_check_has_a_case_that_passes_and_one_that_meets_it) {
    for (const auto& kind : msa::all_checks()) {
        std::size_t met = 0;
        std::size_t unmet = 0;
        for (const auto& path : msa::case_paths(folder + '/' + kind.name)) {
            const bool meets =
                msa::read_text(path).find("\n  " + kind.name + ": ") != std::string::npos;
            ++(meets ? met : unmet);
        }
        BOOST_TEST(met >= 1, "no case in tests/cases/" << kind.name << " meets the check");
        BOOST_TEST(unmet >= 1, "no case in tests/cases/" << kind.name << " passes the check");
    }
}

BOOST_AUTO_TEST_SUITE_END()
