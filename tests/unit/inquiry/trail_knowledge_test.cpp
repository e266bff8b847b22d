// What control records tell: rules and their text, and until when privileges held.
#include "base/text.h"
#include "crypto/digest.h"
#include "fakes/written_trail.h"
#include "inquiry/privilege_ends.h"
#include "inquiry/record_filter.h"
#include "inquiry/rules_at.h"
#include "inquiry/trail_story.h"
#include "trail/trail_time.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::RecordKind;
using Strings = std::vector<std::string>;

namespace {

std::int64_t at(const std::string& time) {
    return msa::microseconds_of("2026-03-01T" + time + ".000000Z").value();
}

struct Site {
    /// The rules' text is kept, and told of.
    void tell_rules(const std::string& event, const std::string& file, const std::string& text) {
        const auto digest = msa::hex(msa::sha256(text));
        std::filesystem::create_directory(folder.path_of("audit.rules"));
        (void)folder.write("audit.rules/" + digest + ".toml", text);
        trail.add("rules", "\"event\":\"" + event + "\",\"file\":\"" + file +
                               "\",\"version\":\"1\",\"hash\":\"sha256:" + digest +
                               "\",\"kept\":\"audit.rules/" + digest + ".toml\"");
    }
    std::vector<msa::TrailFile> files() {
        trail.write_into(folder);
        return msa::record_files({folder.path_of("audit.jsonl")}).value();
    }
    Strings texts_at(const std::string& time) {
        const auto written = files();
        const auto told =
            msa::told_rules_at(written, at(time), [](std::uint64_t, std::uint64_t) {}).value();
        Strings texts;
        for (const auto& rules : told.rules()) {
            const auto text = msa::text_of(rules, written);
            texts.push_back(text ? *text : text.error().what);
        }
        stopped = told.stopped_hosts();
        return texts;
    }

    msa::WrittenTrail trail{nullptr, "a.example.net"};
    msa::TemporaryFolder folder;
    Strings stopped;
};

msa::PrivilegeEnds ends_of(const Strings& lines) {
    msa::PrivilegeEnds ends;
    msa::RecordReader reader;
    for (const auto& line : lines) {
        if (reader.read(line) == msa::RecordReader::Line::control) {
            ends.add(reader.head(), reader.control());
        }
    }
    return ends;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trail_knowledge)

BOOST_FIXTURE_TEST_CASE(rules_are_those_that_were_told_of_last, Site) {
    trail.add("start");                        // 00:00:02; the tree begins a second before
    tell_rules("in_force", "a.toml", "one");   // :03
    tell_rules("in_force", "b.toml", "two");   // :04
    tell_rules("changed", "a.toml", "three");  // :05
    tell_rules("ended", "b.toml", "two");      // :06
    trail.add("stop");                         // :07
    BOOST_TEST(texts_at("00:00:02").empty());
    BOOST_TEST(texts_at("00:00:03") == Strings{"one"}, boost::test_tools::per_element());
    BOOST_TEST(texts_at("00:00:04") == (Strings{"one", "two"}), boost::test_tools::per_element());
    BOOST_TEST(texts_at("00:00:05") == (Strings{"three", "two"}), boost::test_tools::per_element());
    BOOST_TEST(texts_at("00:00:06") == Strings{"three"}, boost::test_tools::per_element());
    BOOST_TEST(stopped.empty());
    BOOST_TEST(texts_at("00:00:07").empty());
    BOOST_TEST(stopped == Strings{"a.example.net"}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_text_that_was_changed_or_lies_elsewhere_is_refused, Site) {
    tell_rules("in_force", "a.toml", "one");
    const auto digest = msa::hex(msa::sha256("one"));
    (void)folder.write("audit.rules/" + digest + ".toml", "other");
    BOOST_TEST(texts_at("01:00:00").at(0).find("its hash differs") != std::string::npos);
    std::filesystem::remove(folder.path_of("audit.rules/" + digest + ".toml"));
    BOOST_TEST(texts_at("01:00:00").at(0).find("is not beside the trail") != std::string::npos);
    for (const auto* kept : {"/etc/passwd", "../x", "audit.rules/../../x", ""}) {
        const auto text = msa::text_of(
            {.host = "a", .file = "f", .version = "", .hash = "", .kept = kept}, files());
        BOOST_REQUIRE(!text.has_value());
        BOOST_TEST(text.error().what.find("does not say") != std::string::npos, kept);
    }
}

BOOST_AUTO_TEST_CASE(a_privilege_is_over_behind_its_end_and_until_it_is_told_anew) {
    msa::WrittenTrail trail(nullptr, "a.example.net");
    trail.add("exception", R"("id":"x","event":"in_force","until":"2026-03-01T00:00:10.000000Z")");
    trail.skip_seconds(20);
    trail.add("exception", R"("id":"x","event":"begun","until":null)");
    trail.skip_seconds(20);
    trail.add("exception", R"("id":"x","event":"ended","why":"removed")");
    const auto ends = ends_of(trail.lines);
    const auto is_over = [&](const std::string& time) {
        return ends.is_over(RecordKind::exception, "a.example.net", "x", at(time));
    };
    BOOST_TEST(!is_over("00:00:00"));
    BOOST_TEST(!is_over("00:00:09"));
    BOOST_TEST(is_over("00:00:10"));
    BOOST_TEST(is_over("00:00:20"));
    BOOST_TEST(!is_over("00:00:30"));
    BOOST_TEST(is_over("00:01:00"));
    BOOST_TEST(!ends.is_over(RecordKind::exception, "b.example.net", "x", at("00:01:00")));
    BOOST_TEST(!ends.is_over(RecordKind::delegation, "a.example.net", "x", at("00:01:00")));
    BOOST_TEST(!ends.is_over(RecordKind::exception, "a.example.net", "y", at("00:01:00")));
}

BOOST_AUTO_TEST_CASE(a_late_use_is_found) {
    msa::WrittenTrail trail(nullptr, "a.example.net");
    trail.add("exception", R"("id":"x","event":"ended")");
    trail.add("delegation", R"("id":"d","event":"ended")");
    trail.add_transaction("alice", R"("findings":[{"rule":"r","exception":"x"}])");
    trail.add_transaction(
        "bob", R"("rights":[{"right":"on_behalf","by":"on behalf only: delegation d"}])");
    trail.add_transaction("carol", R"("findings":[{"rule":"r","exception":"y"}])");
    msa::RecordFilter filter;
    filter.demand_late_use(std::make_shared<const msa::PrivilegeEnds>(ends_of(trail.lines)));
    Strings found;
    msa::RecordReader reader;
    for (const auto& line : trail.lines) {
        if (reader.read(line) == msa::RecordReader::Line::transaction && filter.may_match(line) &&
            filter.matches({reader.head(), reader.transaction()})) {
            found.emplace_back(reader.transaction().identity->login);
        }
    }
    BOOST_TEST(found == (Strings{"alice", "bob"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
