// Logs as folders, as C2SP tlog-tiles has them.
#include "trail/tile_writer.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <filesystem>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

struct Site {
    void write(std::size_t count) {
        msa::TileWriter writer(folder.path());
        for (std::size_t i = 0; i < count; ++i) {
            BOOST_REQUIRE(writer.add("line " + std::to_string(i)).has_value());
        }
        BOOST_REQUIRE(writer.finish("checkpoint\n").has_value());
    }
    [[nodiscard]] std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& each : std::filesystem::recursive_directory_iterator(folder.path())) {
            if (each.is_regular_file()) {
                names.insert(each.path().string().substr(folder.path().size() + 1));
            }
        }
        return names;
    }
    [[nodiscard]] std::string octets(const std::string& name) const {
        return msa::read_file(folder.path_of(name), std::size_t{1} << 24U).value();
    }

    msa::TemporaryFolder folder;
};

using Names = std::set<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tile_writer_test, Site)

BOOST_AUTO_TEST_CASE(paths_are_those_of_the_specification) {
    BOOST_TEST(msa::tile_path("0", 0, 256) == "tile/0/000");
    BOOST_TEST(msa::tile_path("2", 999, 7) == "tile/2/999.p/7");
    BOOST_TEST(msa::tile_path("entries", 1234067, 256) == "tile/entries/x001/x234/067");
    BOOST_TEST(msa::tile_path("0", 1000, 1) == "tile/0/x001/000.p/1");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_tile_is_partial) {
    write(3);
    BOOST_TEST(files() == Names({"checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"}),
               boost::test_tools::per_element());
    using namespace std::string_literals;
    BOOST_TEST(octets("tile/entries/000.p/3") == "\0\6line 0\0\6line 1\0\6line 2"s);
    const auto hashes = octets("tile/0/000.p/3");
    BOOST_TEST(hashes.substr(64) == msa::octets_of(msa::leaf_hash("line 2")));
}

BOOST_AUTO_TEST_CASE(a_tile_that_is_just_full_is_not_partial) {
    write(256);
    BOOST_TEST(files() == Names({"checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(seventy_thousand_records_have_three_levels) {
    write(70'000);
    const auto all = files();
    BOOST_TEST(all.count("tile/0/272") + all.count("tile/0/273.p/112") + all.count("tile/1/000") +
                   all.count("tile/1/001.p/17") + all.count("tile/2/000.p/1") +
                   all.count("tile/entries/273.p/112") ==
               6U);
    BOOST_TEST(all.size() == 273U + 1 + 1 + 1 + 1 + 274 + 1);
    // The roots of the levels' tiles are those of the tree.
    msa::MerkleTree tree;
    for (std::size_t i = 0; i < 65'536; ++i) {
        tree.add("line " + std::to_string(i));
    }
    BOOST_TEST(octets("tile/2/000.p/1") == msa::octets_of(tree.root()));
}

BOOST_AUTO_TEST_CASE(nothing_is_written_over) {
    write(1);
    msa::TileWriter writer(folder.path());
    BOOST_REQUIRE(writer.add("line 0").has_value());
    const auto again = writer.finish("checkpoint\n");
    BOOST_TEST(again.error().what == folder.path_of("tile/entries/000.p/1") + ": File exists");
    BOOST_TEST((again.error().kind == msa::ErrorKind::cannot_create));
}

BOOST_AUTO_TEST_SUITE_END()
