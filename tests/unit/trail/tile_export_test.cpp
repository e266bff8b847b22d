// Which records of a trail become a log, and of which trails none is made.
#include "trail/tile_export.h"

#include "base/file.h"
#include "unit/trail/verified_site.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>

using msa::WrittenTrail;

namespace {

struct Site : msa::trail_test::Site {
    [[nodiscard]] msa::Result<msa::TileExport> exported(const std::string& origin = "") {
        request.paths = {folder.path()};
        return msa::export_tiles(request, origin, elsewhere.path());
    }

    msa::TemporaryFolder elsewhere;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tile_export_test, Site)

BOOST_AUTO_TEST_CASE(a_log_has_the_records_that_a_checkpoint_covers) {
    trail.add_transaction();
    trail.write_into(folder);
    const auto done = exported().value();
    BOOST_TEST(done.is_trail_whole);
    const auto& tree = done.trees.at(0);
    BOOST_TEST(tree.folder == elsewhere.path_of(trail.origin()));
    BOOST_TEST(tree.size == 12U);
    BOOST_TEST(tree.left_out == 1U);
    BOOST_TEST(tree.is_signed);
    BOOST_TEST(msa::read_file(tree.folder + "/checkpoint", 1000).value() == trail.notes.back());
    BOOST_TEST(std::filesystem::exists(tree.folder + "/tile/entries/000.p/12"));
}

BOOST_AUTO_TEST_CASE(trees_get_folders_of_their_own) {
    WrittenTrail other(&key, "msa2.example.net");
    other.add_transaction();
    other.checkpoint();
    (void)folder.write("1", trail.records());
    (void)folder.write("2", other.records());
    (void)folder.write("3", trail.checkpoints() + other.checkpoints());
    BOOST_TEST(exported(other.origin()).value().trees.size() == 1U);
    BOOST_TEST(exported().error().what ==
               elsewhere.path_of(other.origin()) + ": is there already; name another folder");
    BOOST_TEST(exported("none").error().what == "no tree none is in the trail");
    std::filesystem::remove_all(elsewhere.path_of(other.origin()));
    BOOST_TEST(exported().value().trees.size() == 2U);
}

BOOST_AUTO_TEST_CASE(behind_a_change_nothing_is_exported) {
    trail.lines[7].replace(trail.lines[7].find("user7"), 5, "user8");
    trail.write_into(folder);
    const auto done = exported().value();
    BOOST_TEST(!done.is_trail_whole);
    BOOST_TEST(done.trees.at(0).size == 6U);
    BOOST_TEST(done.trees.at(0).left_out == 6U);
}

BOOST_AUTO_TEST_CASE(a_tree_that_nothing_proves_or_that_has_no_beginning_is_refused) {
    (void)folder.write("audit.jsonl", trail.records());
    BOOST_TEST(exported().error().what ==
               trail.origin() + ": no checkpoint of it holds; `msa-milter audit verify` says why");
    (void)folder.write("audit.jsonl", trail.records(4));
    (void)folder.write("audit.checkpoints", trail.checkpoints());
    BOOST_TEST(!exported().has_value());
}

BOOST_AUTO_TEST_CASE(the_name_of_a_tree_leads_to_no_other_folder) {
    for (const auto* const host : {"..", "../../tmp/x", "/tmp", "a\u00e9"}) {
        WrittenTrail hostile(&key, host);
        hostile.checkpoint();
        hostile.write_into(folder);
        BOOST_TEST(exported().error().what.find(
                       ": this name of a tree cannot be one of a folder") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
