// Files that are replaced whole.
#include "base/replace_file.h"

#include "base/file.h"
#include "fakes/full_disk.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct Folder {
    TemporaryFolder folder;
    std::string path = folder.path_of("state");

    [[nodiscard]] std::string text() const { return read_file(path, 1U << 20U).value(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(replace_file_test, Folder)

BOOST_AUTO_TEST_CASE(a_file_has_the_new_octets_and_nothing_is_left_beside_it) {
    BOOST_TEST(replace_file(path, "one", 0600).has_value());
    BOOST_TEST(replace_file(path, "two", 0600).has_value());
    BOOST_TEST(text() == "two");
    BOOST_TEST(!std::filesystem::exists(path + ".new"));
}

BOOST_AUTO_TEST_CASE(on_a_disk_that_is_almost_full_the_old_file_stays_and_the_reason_is_said) {
    BOOST_TEST(replace_file(path, "old", 0600).has_value());
    for (const rlim_t room : {0, 5}) {
        const FullDisk disk(room);  // of which a part is written first
        const auto done = replace_file(path, "much more than there is room for", 0600);
        BOOST_REQUIRE(!done.has_value());
        BOOST_TEST(done.error().what == path + ": File too large");
    }
    BOOST_TEST(text() == "old");
    BOOST_TEST(!std::filesystem::exists(path + ".new"));
}

BOOST_AUTO_TEST_SUITE_END()
