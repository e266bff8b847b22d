// What the verifier says of trails that somebody has been at.
#include "trail/verification.h"

#include "unit/trail/verified_site.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include <boost/test/unit_test.hpp>

using msa::WrittenTrail;
using msa::trail_test::Site;
using msa::trail_test::Strings;

namespace {

bool holds(const Strings& all, const std::string& wanted) {
    return std::find(all.begin(), all.end(), wanted) != all.end();
}

void replace(std::string& text, const std::string& old, const std::string& by) {
    text.replace(text.find(old), old.size(), by);
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(Strings)

BOOST_FIXTURE_TEST_SUITE(verification_test, Site)

BOOST_AUTO_TEST_CASE(a_whole_trail_is_proven) {
    trail.write_into(folder);
    const auto report = verify();
    BOOST_TEST(told_of(report) == Strings());
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(report.is_complete());
    BOOST_TEST(report.is_trusted);
    BOOST_TEST(report.records == 12U);
    BOOST_TEST(report.trees.at(0).covered == 12U);
}

BOOST_AUTO_TEST_CASE(names_and_order_of_files_are_no_matter) {
    (void)folder.write("a", trail.records(8));
    (void)folder.write("b", trail.records(0, 5));
    (void)folder.write("c", trail.records(5, 8));
    (void)folder.write("d", trail.checkpoints());
    const auto report = verify({folder.path_of("d"), folder.path_of("c"), folder.path_of("a"),
                                folder.path_of("b"), folder.path_of("a")});
    BOOST_TEST(told_of(report) == Strings());
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(report.records == 12U);
}

BOOST_AUTO_TEST_CASE(a_changed_octet_is_between_two_checkpoints) {
    const auto all = told_after([this] { replace(trail.lines[7], "user7", "user8"); });
    BOOST_TEST(all == Strings({"changed audit.jsonl:7"}));  // records 6 to 8
}

BOOST_AUTO_TEST_CASE(a_changed_record_that_is_no_json_any_more_is_named) {
    const auto all = told_after([this] { replace(trail.lines[7], "}", ";"); });
    BOOST_TEST(holds(all, "changed audit.jsonl:7"));
    BOOST_TEST(holds(all, "changed audit.jsonl:8"));
}

BOOST_AUTO_TEST_CASE(a_changed_time_is_named) {
    const auto all = told_after([this] { replace(trail.lines[7], "T00:00", "T01:00"); });
    BOOST_TEST(holds(all, "changed audit.jsonl:9"));  // it is older than the changed one
}

BOOST_AUTO_TEST_CASE(a_record_whose_beginning_was_changed_is_named) {
    BOOST_TEST(holds(told_after([this] { replace(trail.lines[7], "\"n\"", "\"m\""); }),
                     "changed audit.jsonl:8"));
}

BOOST_AUTO_TEST_CASE(a_missing_record_is_named_at_the_line_behind_it) {
    BOOST_TEST(told_after([this] { trail.lines.erase(trail.lines.begin() + 7); }) ==
               Strings({"missing audit.jsonl:8"}));
    const auto report = verify();
    BOOST_TEST(!report.has_integrity());
    BOOST_TEST(!report.is_complete());
}

BOOST_AUTO_TEST_CASE(a_cut_tail_is_named_at_the_last_line) {
    BOOST_TEST(told_after([this] { trail.lines.resize(10); }) ==
               Strings({"cut tail audit.jsonl:10"}));
}

BOOST_AUTO_TEST_CASE(swapped_records_are_named_and_the_rest_is_proven) {
    BOOST_TEST(told_after([this] { std::swap(trail.lines[7], trail.lines[8]); }) ==
               Strings({"reordered audit.jsonl:9"}));
}

BOOST_AUTO_TEST_CASE(a_record_that_moved_far_is_the_one_that_is_named) {
    BOOST_TEST(told_after([this] {
                   std::rotate(trail.lines.begin() + 3, trail.lines.begin() + 9,
                               trail.lines.begin() + 10);
               }) == Strings({"reordered audit.jsonl:4"}));
    BOOST_TEST(told_after([this] {
                   std::rotate(trail.lines.begin() + 3, trail.lines.begin() + 4,
                               trail.lines.begin() + 10);
               }) == Strings());
    BOOST_TEST(told_after([this] {
                   std::rotate(trail.lines.begin() + 3, trail.lines.begin() + 4,
                               trail.lines.begin() + 10);
               }) == Strings({"reordered audit.jsonl:10"}));
}

BOOST_AUTO_TEST_CASE(a_record_that_stands_twice_is_named) {
    BOOST_TEST(told_after([this] {
                   trail.lines.insert(trail.lines.begin() + 9, trail.lines[4]);
               }) == Strings({"duplicated audit.jsonl:10"}));
}

BOOST_AUTO_TEST_CASE(an_inserted_record_is_named) {
    auto forged = trail.lines[7];
    replace(forged, "user7", "mallory");
    BOOST_TEST(told_after([&] { trail.lines.insert(trail.lines.begin() + 8, forged); }) ==
               Strings({"inserted audit.jsonl:9"}));
    trail.lines.erase(trail.lines.begin() + 8);
    // In front of the genuine one it is taken for it; then its checkpoint does not hold.
    const auto all = told_after([&] { trail.lines.insert(trail.lines.begin() + 7, forged); });
    BOOST_TEST(holds(all, "inserted audit.jsonl:9"));
    BOOST_TEST(holds(all, "changed audit.jsonl:7"));
}

BOOST_AUTO_TEST_CASE(renumbering_does_not_hide_what_was_removed) {
    trail.lines.erase(trail.lines.begin() + 7);
    for (std::size_t i = 7; i < trail.lines.size(); ++i) {
        replace(trail.lines[i], "\"n\":" + std::to_string(i + 1), "\"n\":" + std::to_string(i));
    }
    const auto all = told_after([] {});
    BOOST_TEST(holds(all, "changed audit.jsonl:7"));
    BOOST_TEST(holds(all, "cut tail audit.jsonl:11"));
}

BOOST_AUTO_TEST_CASE(a_changed_number_is_named) {
    auto all = told_after([this] { replace(trail.lines[7], "\"n\":7", "\"n\":3"); });
    BOOST_TEST(holds(all, "inserted audit.jsonl:8"));
    BOOST_TEST(holds(all, "missing audit.jsonl:9"));
    all = told_after([this] { replace(trail.lines[7], "\"n\":3", "\"n\":99"); });
    BOOST_TEST(holds(all, "missing audit.jsonl:9"));
    BOOST_TEST(holds(all, "missing audit.jsonl:8"));  // between 11 and 99
}

BOOST_AUTO_TEST_CASE(garbage_and_long_lines_are_named_and_passed_over) {
    trail.lines.insert(trail.lines.begin() + 4, std::string("\x7f\x00\xff{", 4));
    trail.lines.insert(trail.lines.begin() + 6, std::string(200'000, 'x'));
    trail.lines.insert(trail.lines.begin() + 8, "");
    trail.lines.insert(trail.lines.begin() + 9, R"({"n":00,"time":"x"})");
    BOOST_TEST(told_after([] {}) ==
               Strings({"unreadable audit.jsonl:5", "unreadable audit.jsonl:7",
                        "unreadable audit.jsonl:9", "unreadable audit.jsonl:10"}));
}

BOOST_AUTO_TEST_CASE(line_ends_of_another_system_are_named_once_a_file) {
    for (auto& line : trail.lines) {
        line += '\r';
    }
    const auto all = told_after([] {});
    BOOST_TEST(all == Strings({"changed audit.jsonl:1"}));
}

BOOST_AUTO_TEST_CASE(a_torn_last_line_is_of_a_writer_that_was_interrupted) {
    trail.write_into(folder);
    (void)folder.write("audit.jsonl", trail.records() + R"({"n":12,"time":"2026)");
    const auto report = verify();
    BOOST_TEST(told_of(report) == Strings({"unclean stop audit.jsonl:13"}));
    BOOST_TEST(report.has_integrity());
    (void)folder.write("audit.jsonl", trail.records() + "octets");
    BOOST_TEST(told() == Strings({"unreadable audit.jsonl:13"}));
}

BOOST_AUTO_TEST_CASE(records_that_no_checkpoint_covers_are_told) {
    trail.add_transaction();
    BOOST_TEST(told_after([] {}) == Strings({"not covered yet audit.jsonl:13"}));
    BOOST_TEST(verify().has_integrity());
    trail.skip_seconds(61);
    trail.add_transaction();
    BOOST_TEST(told_after([] {}) == Strings({"unproven audit.jsonl:13"}));
    BOOST_TEST(!verify().has_integrity());
}

BOOST_AUTO_TEST_CASE(without_a_checkpoint_nothing_is_proven) {
    (void)folder.write("audit.jsonl", trail.records());
    BOOST_TEST(told() == Strings({"unproven audit.jsonl:1", "bad signature audit.jsonl"}));
}

BOOST_AUTO_TEST_CASE(a_changed_checkpoint_is_named_and_the_records_are_proven) {
    const auto octet = [this](const std::string& old, const std::string& by) {
        auto changed = trail.notes[1];
        replace(changed, old, by);
        std::swap(changed, trail.notes[1]);
        trail.write_into(folder);
        std::swap(changed, trail.notes[1]);
        return told();
    };
    BOOST_TEST(holds(octet("\n6\n", "\n7\n"), "bad signature audit.checkpoints:7"));
    BOOST_TEST(holds(octet("\u2014 ", "\u2013 "), "bad signature audit.checkpoints:7"));
    BOOST_TEST(holds(octet("/2026\n", "/2027\n"), "missing audit.checkpoints:7"));
    auto signature = trail.notes[1].substr(trail.notes[1].rfind(' ') + 10, 4);
    BOOST_TEST(holds(octet(signature, "AAAA"), "bad signature audit.checkpoints:7"));
}

BOOST_AUTO_TEST_CASE(two_roots_for_one_size_are_a_fork) {
    WrittenTrail other(&key);
    other.add("start", "\"clean\":true");
    while (other.lines.size() < 12) {
        other.add_transaction("mallory");
    }
    other.checkpoint();
    trail.notes.push_back(other.notes[0]);
    BOOST_TEST(told_after([] {}) == Strings({"fork audit.checkpoints:25"}));
}

BOOST_AUTO_TEST_CASE(an_anchor_shows_what_was_rewritten_with_the_right_key) {
    request.anchors = {folder.path_of("kept")};
    (void)folder.write("kept", trail.notes[2]);
    WrittenTrail other(&key);
    while (other.lines.size() < 12) {
        other.add_transaction("mallory");
    }
    other.checkpoint();
    other.write_into(folder);
    BOOST_TEST(told({folder.path_of("audit.jsonl")}) == Strings({"fork kept:1"}));
    // Behind a tail that was cut with its checkpoints.
    trail.lines.resize(6);
    trail.notes.resize(2);
    trail.write_into(folder);
    BOOST_TEST(told({folder.path_of("audit.jsonl")}) == Strings({"cut tail audit.jsonl:6"}));
}

BOOST_AUTO_TEST_CASE(a_trail_that_was_made_anew_with_another_key_is_not_believed) {
    const auto own = msa::parse_verifier_key(trail.verifier_key()).value();
    const auto mallory = msa::new_audit_key();
    WrittenTrail forged(&mallory);
    forged.add_transaction("mallory");
    forged.checkpoint();
    forged.write_into(folder);
    BOOST_TEST(told() == Strings({"bad signature audit.jsonl"}));
    request.keys.clear();
    request.paths = {folder.path()};
    const auto believed = msa::verify_trail(request).value();
    BOOST_TEST(believed.has_integrity());
    BOOST_TEST(!believed.is_trusted);
}

BOOST_AUTO_TEST_CASE(a_key_is_good_in_its_range_alone) {
    const auto next = msa::new_audit_key();
    const auto kept = msa::parse_verifier_key(trail.verifier_key()).value();
    trail.replace_key(next);
    trail.add_transaction();
    trail.checkpoint();
    trail.write_into(folder);
    request.paths = {folder.path()};
    request.keys = {kept};
    BOOST_TEST(told_of(msa::verify_trail(request).value()) == Strings());
    BOOST_TEST(told() == Strings());  // with the new one
    // The old one signs once more.
    msa::MerkleTree tree;
    trail.add_transaction();
    for (const auto& line : trail.lines) {
        tree.add(line);
    }
    trail.notes.push_back(trail.note(tree.size(), tree.root(), &key));
    BOOST_TEST(told_after([] {}) == Strings({"key out of range audit.checkpoints:37"}));
}

BOOST_AUTO_TEST_CASE(a_record_that_names_the_auditors_key_does_not_make_it_sign) {
    const auto kept = trail.verifier_key();
    const auto mallory = msa::new_audit_key();
    WrittenTrail forged(&mallory);
    forged.add("audit_key", "\"key\":\"" + kept + "\",\"retires\":\"\"");
    forged.checkpoint();
    forged.write_into(folder);
    BOOST_TEST(told() == Strings({"bad signature audit.jsonl"}));
}

BOOST_AUTO_TEST_CASE(a_trail_without_a_key_shows_accidents) {
    WrittenTrail plain;
    plain.add_transaction();
    plain.checkpoint();
    plain.add_transaction();
    plain.checkpoint();
    plain.write_into(folder);
    request.paths = {folder.path()};
    const auto report = msa::verify_trail(request).value();
    BOOST_TEST(told_of(report) == Strings());
    BOOST_TEST(report.has_integrity());
    BOOST_TEST(!report.has_key);
    BOOST_TEST(holds(told(), "bad signature audit.checkpoints:1"));  // who has a key wants it used
}

BOOST_AUTO_TEST_CASE(gaps_and_unclean_stops_that_the_trail_declares_are_told) {
    trail.add("start", "\"clean\":false");
    trail.add("gap", R"("records":3,"why":"no space left")");
    trail.checkpoint();
    const auto all = told_after([] {});
    BOOST_TEST(all == Strings({"unclean stop audit.jsonl:13", "declared gap audit.jsonl:14"}));
    BOOST_TEST(verify().has_integrity());
    BOOST_TEST(verify().is_complete());
}

BOOST_AUTO_TEST_CASE(a_tree_remembers_the_one_before) {
    WrittenTrail next(&key, "msa1.example.net", "2027", trail.notes.back());
    next.add_transaction();
    next.checkpoint();
    (void)folder.write("audit.checkpoints", trail.checkpoints() + next.checkpoints());
    (void)folder.write("audit.jsonl", trail.records() + next.records());
    auto report = verify();
    BOOST_TEST(told_of(report) == Strings());
    BOOST_TEST(report.trees.size() == 2U);
    (void)folder.write("audit.jsonl", next.records());
    BOOST_TEST(told() == Strings({"missing audit.jsonl:1"}));
    // Whoever cuts the old one and its checkpoints does not reach the new one.
    trail.lines.resize(9);
    trail.notes.resize(3);
    (void)folder.write("audit.checkpoints", trail.checkpoints() + next.checkpoints());
    (void)folder.write("audit.jsonl", trail.records() + next.records());
    BOOST_TEST(told() == Strings({"cut tail audit.jsonl:9"}));
}

BOOST_AUTO_TEST_CASE(trees_of_several_hosts_are_verified_together) {
    WrittenTrail other(&key, "msa2.example.net");
    other.add_transaction();
    other.checkpoint();
    (void)folder.write("1", other.records());
    (void)folder.write("2", trail.records());
    (void)folder.write("3", trail.checkpoints());
    (void)folder.write("4", other.checkpoints());
    const auto report = verify();
    BOOST_TEST(told_of(report) == Strings());
    BOOST_TEST(report.trees.size() == 2U);
    BOOST_TEST(report.records == 14U);
}

BOOST_AUTO_TEST_CASE(older_records_and_copies_are_told_and_no_harm) {
    WrittenTrail whole(&key);
    whole.add_transaction();
    whole.checkpoint();
    WrittenTrail old;
    old.lines.clear();
    old.add_older();
    (void)folder.write("audit.jsonl", old.records() + whole.records());
    (void)folder.write("audit.checkpoints", whole.checkpoints());
    BOOST_TEST(told() == Strings({"before the tree audit.jsonl:1"}));
    (void)folder.write("copy", whole.records());
    (void)folder.write("copy2", whole.records(0, 1));
    const auto report = verify();
    BOOST_TEST(told_of(report) ==
               Strings({"before the tree audit.jsonl:1", "copy copy", "duplicated copy2"}));
}

BOOST_AUTO_TEST_CASE(what_is_no_trail_is_an_error) {
    request.paths = {folder.path()};
    BOOST_TEST(msa::verify_trail(request).error().what ==
               folder.path() + ": no file of a trail is in this folder");
    request.paths = {folder.path_of("none")};
    BOOST_TEST(!msa::verify_trail(request).has_value());
    trail.write_into(folder);
    request.paths = {folder.path()};
    request.anchors = {folder.write("anchor", "what")};
    BOOST_TEST(msa::verify_trail(request).error().what ==
               folder.path_of("anchor") + ": this is not a checkpoint");
}

BOOST_AUTO_TEST_CASE(what_a_daemon_at_work_is_about_to_rename_is_not_read) {
    trail.write_into(folder);
    (void)folder.write("audit.checkpoint.new", trail.note(99, msa::Digest{}, nullptr));
    BOOST_TEST(told() == Strings(), boost::test_tools::per_element());
    for (const auto& path : msa::paths_beside(folder.path_of("audit.jsonl"))) {
        BOOST_TEST(!path.ends_with(".new"), path);
    }
}

BOOST_AUTO_TEST_SUITE_END()
