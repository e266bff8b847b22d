// What becomes of trails by accident, and what the verifier says of it: never a crash, and never
// more memory than a trail takes that is whole.
#include "base/text.h"
#include "trail/compact_range.h"
#include "unit/trail/verified_site.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <boost/test/unit_test.hpp>

using msa::WrittenTrail;
using msa::trail_test::Strings;

namespace {

struct Site : msa::trail_test::Site {
    /// The records from `begin` to `end` in a file that was compressed, and then damaged.
    void pack(const std::string& how, std::size_t begin, std::size_t end) const {
        const auto plain = folder.write("plain", trail.records(begin, end));
        const auto command = "cd '" + folder.path() + "' && " + how;
        BOOST_REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(*): ours
        std::filesystem::remove(plain);
    }
    /// Of a long trail, whose damage is not in front.
    void grow(int transactions) {
        for (int i = 0; i < transactions; ++i) {
            trail.add_transaction("user" + std::to_string(i * 7919 % 997));
        }
        trail.checkpoint();
    }
};

bool holds(const Strings& all, const std::string& wanted) {
    return std::find(all.begin(), all.end(), wanted) != all.end();
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(Strings)

BOOST_FIXTURE_TEST_SUITE(damaged_trail_test, Site)

BOOST_AUTO_TEST_CASE(what_copytruncate_loses_is_named) {
    trail.write_into(folder);
    (void)folder.write("audit.jsonl.1", trail.records(0, 5));
    (void)folder.write("audit.jsonl", trail.records(7));  // 5 and 6 came between copy and cut
    BOOST_TEST(told() == Strings({"missing audit.jsonl:1"}));
    // A daemon that does not notice writes at its old place, behind a hole.
    (void)folder.write("audit.jsonl", std::string(5000, '\0') + trail.records(7));
    auto all = told();
    BOOST_TEST(holds(all, "unreadable audit.jsonl:1"));
    BOOST_TEST(holds(all, "missing audit.jsonl:2"));
    // The copy ends within a line.
    auto copy = trail.records(0, 6);
    copy.resize(copy.size() - 20);
    (void)folder.write("audit.jsonl.1", copy);
    (void)folder.write("audit.jsonl", trail.records(6));
    all = told();
    BOOST_TEST(holds(all, "unclean stop audit.jsonl.1:6"));
    BOOST_TEST(holds(all, "missing audit.jsonl:1"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_or_another_is_missed) {
    trail.write_into(folder);
    (void)folder.write("audit.jsonl.2", trail.records(0, 4));
    (void)folder.write("audit.jsonl.1", trail.records(4, 8));
    (void)folder.write("audit.jsonl", trail.records(8));
    BOOST_TEST(told() == Strings());
    std::filesystem::remove(folder.path_of("audit.jsonl.1"));
    BOOST_TEST(told() == Strings({"missing audit.jsonl:1"}));
    (void)folder.write("audit.jsonl.1", "");
    BOOST_TEST(told() == Strings({"missing audit.jsonl:1"}));
    (void)folder.write("audit.jsonl.1", trail.records(0, 4));
    BOOST_TEST(told() == Strings({"copy audit.jsonl.2", "missing audit.jsonl:1"}));
    std::filesystem::remove(folder.path_of("audit.jsonl"));
    std::filesystem::remove(folder.path_of("audit.jsonl.1"));
    BOOST_TEST(told() == Strings({"cut tail audit.jsonl.2:4"}));
}

BOOST_AUTO_TEST_CASE(a_clock_that_went_back_by_a_year_is_no_damage) {
    constexpr int year = 365 * 24 * 3600;
    trail.skip_seconds(-year);
    trail.add("clock",
              R"("from":"2026-03-01T00:00:12.000000Z","to":"2025-03-01T00:00:12.000000Z")");
    trail.add_transaction();
    trail.checkpoint();
    trail.skip_seconds(year);
    trail.add("clock",
              R"("from":"2025-03-01T00:00:13.000000Z","to":"2026-03-01T00:00:13.000000Z")");
    trail.add_transaction();
    trail.checkpoint();
    trail.write_into(folder);
    BOOST_TEST(told() == Strings());
    // Nor is it where a file begins in that year.
    (void)folder.write("audit.jsonl", trail.records(14));
    (void)folder.write("audit.jsonl.1", trail.records(12, 14));
    (void)folder.write("audit.jsonl.2", trail.records(0, 12));
    BOOST_TEST(told() == Strings());
    BOOST_TEST(verify().trees.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_tree_of_last_year_whose_beginning_expired_is_accounted_for) {
    WrittenTrail last_year(&key, "msa1.example.net", "2025");
    while (last_year.lines.size() < 12) {
        last_year.add_transaction();
    }
    last_year.checkpoint();
    msa::CompactRange gone(0);
    for (std::size_t i = 0; i < 6; ++i) {
        gone.add(msa::leaf_hash(last_year.lines[i]));
    }
    std::string subtrees;
    for (const auto& each : gone.subtrees()) {
        subtrees += (subtrees.empty() ? "\"" : ",\"") + msa::hex(msa::octets_of(each)) + '"';
    }
    WrittenTrail next(&key, "msa1.example.net", "2026", last_year.notes.back());
    next.add("expiry", R"("files":[{"file":"audit.jsonl.2","origin":")" + last_year.origin() +
                           R"(","first":0,"end":6,"subtrees":[)" + subtrees + "]}]");
    next.checkpoint();
    (void)folder.write("audit.jsonl.1", last_year.records(6));
    (void)folder.write("audit.jsonl", next.records());
    (void)folder.write("audit.checkpoints", last_year.checkpoints() + next.checkpoints());
    BOOST_TEST(told() == Strings({"expired by policy audit.jsonl.1:1"}));
    BOOST_TEST(verify().has_integrity());
    BOOST_TEST(verify().is_complete());
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_was_restored_is_a_fork) {
    WrittenTrail restored(&key);
    restored.add("start", "\"clean\":true");
    for (int i = 2; i < 6; ++i) {
        if (i == 3) {
            restored.checkpoint();
        }
        restored.add_transaction("user" + std::to_string(i));
    }
    restored.checkpoint();
    BOOST_TEST(restored.notes == Strings({trail.notes[0], trail.notes[1]}),
               boost::test_tools::per_element());  // up to there it is the same trail
    for (int i = 6; i < 12; ++i) {
        restored.add_transaction("other");
    }
    restored.checkpoint();
    // Alone it is a trail like any other: only what was kept elsewhere knows better.
    restored.write_into(folder);
    BOOST_TEST(told() == Strings());
    const msa::TemporaryFolder elsewhere;
    request.anchors = {elsewhere.write("syslog", trail.notes[3])};
    const auto forked = verify();
    BOOST_TEST(forked.observations.count(msa::Verdict::fork) == 1U);
    BOOST_TEST(!forked.has_integrity());
    // Records of before and after, with all checkpoints.
    request.anchors.clear();
    (void)folder.write("audit.checkpoints", trail.checkpoints() + restored.checkpoints());
    BOOST_TEST(verify().observations.count(msa::Verdict::fork) != 0U);
    // And the files of both.
    (void)folder.write("before.jsonl", trail.records(6));
    const auto both = verify();
    BOOST_TEST(!both.has_integrity());
    BOOST_TEST(both.observations.count(msa::Verdict::inserted) +
                   both.observations.count(msa::Verdict::duplicated) !=
               0U);
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_counted_and_not_kept) {
    const std::string huge(5'000'000, 'x');
    const auto whole = trail.lines;
    trail.lines.insert(trail.lines.begin() + 5, huge);
    BOOST_TEST(told_after([] {}) == Strings({"unreadable audit.jsonl:6"}));
    trail.lines = whole;
    trail.lines[5] += huge;
    BOOST_TEST(holds(told_after([] {}), "changed audit.jsonl:6"));
    trail.lines = whole;
    trail.write_into(folder);
    (void)folder.write("audit.jsonl", trail.records() + huge);
    BOOST_TEST(told() == Strings({"unreadable audit.jsonl:13"}));
    (void)folder.write("audit.checkpoints", huge + trail.checkpoints());
    BOOST_TEST(holds(told({folder.path_of("audit.jsonl"), folder.path_of("audit.checkpoints")}),
                     "unreadable audit.checkpoints:1"));
}

BOOST_AUTO_TEST_CASE(binary_garbage_is_named_by_its_lines) {
    std::string garbage;
    for (unsigned i = 0; i < 100'000; ++i) {
        garbage += static_cast<char>(i * 2654435761U >> 24U);
    }
    (void)folder.write("audit.jsonl", garbage);
    (void)folder.write("audit.checkpoints", garbage);
    const auto report =
        verify({folder.path_of("audit.jsonl"), folder.path_of("audit.checkpoints")});
    BOOST_TEST(!report.has_integrity());
    BOOST_TEST(report.observations.count(msa::Verdict::unreadable) > 100U);
    BOOST_TEST(report.observations.kept().size() < 100U);
    trail.write_into(folder);
    (void)folder.write("audit.jsonl", trail.records(0, 7) + garbage + '\n' + trail.records(7));
    const auto amid = verify();
    BOOST_TEST(amid.records == 12U);
    BOOST_TEST(amid.observations.count(msa::Verdict::missing) == 0U);
    BOOST_TEST(amid.observations.count(msa::Verdict::changed) == 0U);
}

BOOST_AUTO_TEST_CASE(damage_of_a_compressed_file_is_named_and_the_others_are_verified) {
    for (const std::string damage : {"gzip -c plain | head -c 60 >audit.jsonl.1.gz",
                                     "gzip -c plain | tail -c +40 >x; "
                                     "(printf '\\037\\213'; cat x) >audit.jsonl.1.gz; rm x",
                                     "zstd -qc plain | head -c 60 >audit.jsonl.1.gz"}) {
        (void)folder.write("audit.checkpoints", trail.checkpoints());
        (void)folder.write("audit.jsonl", trail.records(6));
        pack(damage, 0, 6);
        const auto all = told();
        BOOST_TEST(holds(all, "unreadable audit.jsonl.1.gz"), damage);
        BOOST_TEST(holds(all, "missing audit.jsonl:1"), damage);
        BOOST_TEST(verify().records == 6U);
    }
}

BOOST_AUTO_TEST_CASE(what_stands_in_front_of_damage_is_read) {
    grow(20'000);
    for (const std::string damage : {"gzip -c plain | head -c 150000 >audit.jsonl.1.gz",
                                     "zstd -qc plain | head -c 150000 >audit.jsonl.1.gz"}) {
        (void)folder.write("audit.checkpoints", trail.checkpoints());
        (void)folder.write("audit.jsonl", trail.records(20'000));
        pack(damage, 0, 20'000);
        const auto report = verify();
        BOOST_TEST(holds(told_of(report), "unreadable audit.jsonl.1.gz"), damage);
        BOOST_TEST(report.records > 1000U);
        BOOST_TEST(report.trees.at(0).covered == 12U);
        BOOST_TEST(!report.is_complete());
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_at_all_is_an_error) {
    trail.write_into(folder);
    const auto trouble = [this](const std::string& name) {
        request.paths = {folder.path_of("audit.jsonl"), folder.path_of(name)};
        return msa::verify_trail(request).error().what.substr(folder.path().size() + 1);
    };
    BOOST_TEST(trouble("none") == "none: No such file or directory");
    BOOST_TEST(trouble("audit.jsonl/none") == "audit.jsonl/none: Not a directory");
    std::filesystem::create_symlink("loop", folder.path_of("loop"));
    BOOST_TEST(trouble("loop") == "loop: Too many levels of symbolic links");
    std::filesystem::create_directory(folder.path_of("empty"));
    BOOST_TEST(trouble("empty") == "empty: no file of a trail is in this folder");
}

BOOST_AUTO_TEST_SUITE_END()
