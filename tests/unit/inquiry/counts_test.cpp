// Counting records, over files.
#include "inquiry/counts.h"

#include "fakes/written_trail.h"
#include "inquiry/search.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::Counts;
using Strings = std::vector<std::string>;

namespace {

struct Site {
    Site() {
        trail.add_transaction("alice", R"("disposition":"accepted","rights":[{"right":"owner"}])");
        trail.add_transaction(
            "bob",
            R"("disposition":"rejected","findings":[{"rule":"a"},{"rule":"b"},{"rule":"a"}])");
        trail.add("gap", R"("records":3,"sessions":["x","y"])");
        trail.add_transaction("alice", R"("disposition":"rejected","findings":[{"rule":"a"}])");
    }

    /// `VALUE/VALUE COUNT`, the greatest first.
    Strings counted(const Strings& keys, const msa::SearchScope& scope) {
        Counts counts;
        const auto files = msa::record_files({folder.write("audit.jsonl", trail.records() + more)});
        const auto done = msa::search<Counts>(
            files.value(), [](std::uint64_t, std::uint64_t) {}, scope,
            [&](Counts& found, const msa::RecordReader& reader, std::string_view) {
                found.add(reader, keys);
            },
            [&](Counts found) { counts.merge(std::move(found)); });
        damaged = done.value();
        Strings lines;
        for (const auto& line : counts.by_count()) {
            std::string text;
            for (const auto& value : line.values) {
                text += (text.empty() ? "" : "/") + value;
            }
            lines.push_back(text + ' ' + std::to_string(line.count));
        }
        return lines;
    }
    Strings counted(const Strings& keys) {
        msa::SearchScope scope;
        scope.transactions = &filter;
        return counted(keys, scope);
    }

    msa::WrittenTrail trail;
    msa::TemporaryFolder folder;
    msa::RecordFilter filter;
    msa::DamagedLines damaged;
    std::string more;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(counts)

BOOST_FIXTURE_TEST_CASE(a_record_counts_once_for_each_of_its_values, Site) {
    BOOST_TEST(counted({"login"}) == (Strings{"alice 2", "bob 1"}),
               boost::test_tools::per_element());
    BOOST_TEST(counted({"rule"}) == (Strings{"a 2", "b 1"}), boost::test_tools::per_element());
    BOOST_TEST(counted({"right"}) == (Strings{"owner 1"}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(combinations_of_values_are_counted, Site) {
    BOOST_TEST(counted({"disposition", "rule"}) == (Strings{"rejected/a 2", "rejected/b 1"}),
               boost::test_tools::per_element());
    BOOST_TEST(counted({"day", "login"}) == (Strings{"2026-03-01/alice 2", "2026-03-01/bob 1"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(members_of_control_records_are_counted, Site) {
    msa::SearchScope scope;
    scope.control = [](msa::RecordKind kind) { return kind == msa::RecordKind::gap; };
    BOOST_TEST(counted({"record", "records"}, scope) == (Strings{"gap/3 1"}),
               boost::test_tools::per_element());
    BOOST_TEST(counted({"sessions"}, scope) == (Strings{"x 1", "y 1"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_span_of_time_leaves_out_the_rest, Site) {
    msa::SearchScope scope;
    scope.transactions = &filter;
    scope.span = msa::time_span("2026-03-01T00:00:02Z", "2026-03-01T00:00:04Z").value();
    BOOST_TEST(counted({"login"}, scope) == (Strings{"alice 1", "bob 1"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(damaged_lines_are_named_and_a_line_in_the_making_is_apart, Site) {
    more = "rubbish\n" + std::string(70000, 'x') + "\n{\"n\":9,\"time\":\"2026-";
    BOOST_TEST(counted({"login"}) == (Strings{"alice 2", "bob 1"}),
               boost::test_tools::per_element());
    BOOST_TEST(damaged.count == 2U);
    BOOST_REQUIRE(damaged.named.size() == 2U);
    BOOST_TEST(damaged.named.at(0).line == 6U);
    BOOST_TEST(damaged.named.at(1).line == 7U);
    BOOST_REQUIRE(damaged.endless.size() == 1U);
    BOOST_TEST(damaged.endless.at(0).line == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
