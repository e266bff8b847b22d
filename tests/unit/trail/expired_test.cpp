// Files of a trail that were deleted, with and without a record that says so.
#include "base/text.h"
#include "trail/compact_range.h"
#include "trail/expiry_plan.h"
#include "unit/trail/verified_site.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using msa::trail_test::Strings;

namespace {

/// Its twelve records in three files, and a fourth one with what is added.
struct Site : msa::trail_test::Site {
    void write_files() {
        (void)folder.write("audit.jsonl-1", trail.records(0, 4));
        (void)folder.write("audit.jsonl-2", trail.records(4, 9));
        (void)folder.write("audit.jsonl-3", trail.records(9, 12));
        (void)folder.write("audit.jsonl", trail.records(12));
        (void)folder.write("audit.checkpoints", trail.checkpoints());
    }
    [[nodiscard]] std::string entry(std::uint64_t first, std::uint64_t end,
                                    const std::string& origin) const {
        msa::CompactRange range(first);
        for (auto n = first; n < end; ++n) {
            range.add(msa::leaf_hash(trail.lines.at(n)));
        }
        std::string subtrees;
        for (const auto& each : range.subtrees()) {
            subtrees += (subtrees.empty() ? "\"" : ",\"") + msa::hex(msa::octets_of(each)) + '"';
        }
        return "{\"file\":\"f\",\"origin\":\"" + origin + "\",\"first\":" + std::to_string(first) +
               ",\"end\":" + std::to_string(end) + ",\"subtrees\":[" + subtrees + "]}";
    }
    void expire(const Strings& entries) {
        std::string all;
        for (const auto& each : entries) {
            all += (all.empty() ? "" : ",") + each;
        }
        trail.add("expiry", "\"before\":\"2026-04-01\",\"files\":[" + all + "]");
        trail.checkpoint();
    }
    void remove(const std::string& name) const { fs::remove(folder.path_of(name)); }

    /// What may be deleted of records from before that second of the trail.
    [[nodiscard]] msa::ExpiryPlan plan(int seconds) {
        using namespace std::chrono;
        const sys_seconds begin = sys_days(std::chrono::year(2026) / std::chrono::March / 1) +
                                  std::chrono::seconds(seconds);
        request.paths = {folder.path()};
        return msa::expiry_plan(request, folder.path_of("audit.jsonl"),
                                duration_cast<microseconds>(begin.time_since_epoch()).count())
            .value();
    }
    [[nodiscard]] static Strings names(const msa::ExpiryPlan& plan) {
        Strings names;
        for (const auto& each : plan.files) {
            names.push_back(fs::path(each.path).filename().string());
        }
        return names;
    }
};

constexpr int later = 1000;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(expired, Site)

BOOST_AUTO_TEST_CASE(files_that_a_record_speaks_of_are_expired_and_the_rest_is_proven) {
    expire({entry(0, 4, trail.origin()), entry(4, 9, trail.origin())});
    trail.add_transaction("later");
    trail.checkpoint();
    write_files();
    BOOST_TEST(told() == Strings(), boost::test_tools::per_element());
    remove("audit.jsonl-1");
    remove("audit.jsonl-2");
    const auto report = verify();
    BOOST_TEST(told_of(report) == (Strings{"expired by policy audit.jsonl-3:1"}),
               boost::test_tools::per_element());
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(report.is_complete());
    BOOST_TEST(report.is_trusted);
}

BOOST_AUTO_TEST_CASE(a_file_in_the_middle_may_be_the_one) {
    expire({entry(4, 9, trail.origin())});
    write_files();
    remove("audit.jsonl-2");
    const auto report = verify();
    BOOST_TEST(told_of(report) == (Strings{"expired by policy audit.jsonl-3:1"}),
               boost::test_tools::per_element());
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(report.is_complete());
}

BOOST_AUTO_TEST_CASE(what_is_gone_beyond_the_record_is_missing) {
    expire({entry(0, 4, trail.origin())});
    write_files();
    remove("audit.jsonl-1");
    remove("audit.jsonl-2");
    const auto report = verify();
    BOOST_TEST(!report.is_complete());
    BOOST_TEST(told_of(report).front() == "missing audit.jsonl-3:1");
}

BOOST_AUTO_TEST_CASE(roots_that_lead_to_no_checkpoint_do_not_help) {
    auto wrong = entry(0, 4, trail.origin());
    const auto digit = wrong.rfind("\"]") - 1;
    wrong[digit] = wrong[digit] == '0' ? '1' : '0';
    expire({wrong});
    write_files();
    remove("audit.jsonl-1");
    BOOST_TEST(!verify().has_integrity());
}

BOOST_AUTO_TEST_CASE(a_record_that_no_checkpoint_covers_proves_nothing) {
    trail.add("expiry",
              "\"before\":\"2026-04-01\",\"files\":[" + entry(0, 4, trail.origin()) + "]");
    write_files();
    remove("audit.jsonl-1");
    const auto report = verify();
    BOOST_TEST(!report.has_integrity());
    const auto all = told_of(report);
    BOOST_TEST((std::find(all.begin(), all.end(), "unproven audit.jsonl:1") != all.end()));
}

BOOST_AUTO_TEST_CASE(of_a_tree_that_is_gone_whole_the_next_one_remembers_the_end) {
    write_files();
    remove("audit.jsonl");
    msa::WrittenTrail next(&key, "msa1.example.net", "2027", trail.notes.back());
    (void)folder.write("audit.jsonl-4", next.records());
    BOOST_TEST(plan(later).files.size() == 3U);
    const auto before = next.lines.size();
    const auto old_entries = Strings{entry(0, 4, trail.origin()), entry(4, 9, trail.origin()),
                                     entry(9, 12, trail.origin())};
    next.add("expiry", "\"before\":\"2026-04-01\",\"files\":[" + old_entries[0] + "," +
                           old_entries[1] + "," + old_entries[2] + "]");
    next.checkpoint();
    (void)folder.write("audit.jsonl", next.records(before));
    (void)folder.write("audit.checkpoints", trail.checkpoints() + next.checkpoints());
    for (const std::string name : {"audit.jsonl-1", "audit.jsonl-2"}) {
        remove(name);
        const auto report = verify();
        BOOST_TEST(told_of(report).front().starts_with("expired by policy"),
                   told_of(report).front());
        BOOST_TEST(report.is_complete(), name);
        BOOST_TEST(report.has_integrity(), name);
    }
    remove("audit.jsonl-3");
    const auto report = verify();
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(report.is_complete());
    BOOST_TEST(report.observations.count(msa::Verdict::expired) == 1U);
}

BOOST_AUTO_TEST_CASE(a_plan_has_old_files_that_are_covered_to_their_last_record) {
    trail.add_transaction("later");
    write_files();
    BOOST_TEST(names(plan(0)).empty());
    BOOST_TEST(names(plan(4)).empty());  // the last record of the first file is of that second
    BOOST_TEST(names(plan(5)) == (Strings{"audit.jsonl-1"}), boost::test_tools::per_element());
    const auto all = plan(later);
    BOOST_TEST(names(all) == (Strings{"audit.jsonl-1", "audit.jsonl-2", "audit.jsonl-3"}),
               boost::test_tools::per_element());
    BOOST_TEST(all.kept.empty());
    const auto& leaves = all.files[1].leaves;
    BOOST_REQUIRE(leaves.size() == 1U);
    BOOST_TEST(leaves[0].file == "audit.jsonl-2");
    BOOST_TEST(leaves[0].origin == trail.origin());
    BOOST_TEST(leaves[0].first == 4U);
    BOOST_TEST(leaves[0].end == 9U);
    expire({entry(4, 9, trail.origin())});
    BOOST_TEST(trail.lines.back().find(msa::hex(msa::octets_of(leaves[0].subtrees.back()))) !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_no_checkpoint_covers_stays) {
    for (int i = 0; i < 3; ++i) {
        trail.add_transaction("uncovered");
    }
    write_files();
    (void)folder.write("audit.jsonl-4", trail.records(12));
    (void)folder.write("audit.jsonl", "");
    const auto made = plan(later);
    BOOST_TEST(names(made).size() == 3U);
    BOOST_REQUIRE(made.kept.size() == 1U);
    BOOST_TEST(made.kept[0].path == folder.path_of("audit.jsonl-4"));
    BOOST_TEST(made.kept[0].why == "no checkpoint that holds covers all its records");
}

BOOST_AUTO_TEST_CASE(a_file_in_which_something_is_wrong_stays_and_the_others_go) {
    write_files();
    (void)folder.write("audit.jsonl-2", trail.records(4, 6) + "no record\n" + trail.records(6, 9));
    const auto made = plan(later);
    BOOST_TEST(names(made) == (Strings{"audit.jsonl-1", "audit.jsonl-3"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE(made.kept.size() == 1U);
    BOOST_TEST(made.kept[0].why.find("audit.jsonl-2:3: unreadable") != std::string::npos,
               made.kept[0].why);
}

BOOST_AUTO_TEST_CASE(behind_a_changed_record_nothing_goes) {
    trail.lines[7].replace(trail.lines[7].find("user7"), 5, "mallo");
    write_files();
    const auto made = plan(later);
    BOOST_TEST(names(made) == (Strings{"audit.jsonl-1"}), boost::test_tools::per_element());
    BOOST_TEST(made.kept.size() == 2U);
}

BOOST_AUTO_TEST_CASE(records_from_before_the_tree_stay) {
    write_files();
    (void)folder.write("audit.jsonl-1",
                       "{\"time\":\"2025-12-31T00:00:00.000000Z\",\"v\":2,\"record\":"
                       "\"transaction\",\"host\":\"msa1.example.net\"}\n" +
                           trail.records(0, 4));
    const auto made = plan(later);
    BOOST_TEST(names(made) == (Strings{"audit.jsonl-2", "audit.jsonl-3"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE(made.kept.size() == 1U);
    BOOST_TEST(made.kept[0].why.find("before") != std::string::npos, made.kept[0].why);
}

BOOST_AUTO_TEST_CASE(with_a_forged_checkpoint_nothing_goes) {
    const auto other = msa::new_audit_key();
    msa::MerkleTree tree;
    tree.add("x");
    trail.notes.push_back(trail.note(12, tree.root(), &other));
    write_files();
    request.paths = {folder.path()};
    const auto made = msa::expiry_plan(request, folder.path_of("audit.jsonl"), 1LL << 60U);
    BOOST_REQUIRE(!made.has_value());
    BOOST_TEST(made.error().what.find("nothing is deleted from such a trail") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
