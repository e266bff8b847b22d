// Any single edit of a trail is found.
#include "unit/trail/verified_site.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using msa::trail_test::Site;
using msa::trail_test::Strings;

BOOST_FIXTURE_TEST_SUITE(any_edit_test, Site)

BOOST_AUTO_TEST_CASE(any_single_edit_is_found) {
    const auto whole = trail.lines;
    const auto attacks = {
        +[](Strings& lines, std::size_t i) { lines.erase(lines.begin() + std::ptrdiff_t(i)); },
        +[](Strings& lines, std::size_t i) {
            lines.insert(lines.begin() + std::ptrdiff_t(i), lines[i]);
        },
        +[](Strings& lines, std::size_t i) { std::swap(lines[i], lines[(i + 1) % lines.size()]); },
        +[](Strings& lines, std::size_t i) { lines[i] += ' '; },
        +[](Strings& lines, std::size_t i) { lines[i].pop_back(); },
        +[](Strings& lines, std::size_t i) { lines[i].insert(0, " "); },
        +[](Strings& lines, std::size_t i) { lines[i].insert(lines[i].size() / 2, "\n"); },
        +[](Strings& lines, std::size_t i) { lines.resize(i); },
    };
    for (const auto attack : attacks) {
        for (std::size_t i = 0; i < whole.size(); ++i) {
            trail.lines = whole;
            attack(trail.lines, i);
            if (trail.lines.empty()) {
                continue;
            }
            trail.write_into(folder);
            const auto report = verify();
            BOOST_TEST(!(report.has_integrity() && report.is_complete()));
            BOOST_TEST(!report.observations.kept().empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(any_changed_octet_is_found_in_front_of_the_next_checkpoint) {
    const auto whole = trail.lines;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (std::size_t at = 0; at < whole[i].size(); at += 5) {
            trail.lines = whole;
            trail.lines[i][at] = static_cast<char>(trail.lines[i][at] ^ 1);
            trail.write_into(folder);
            const auto report = verify();
            const auto& all = report.observations.kept();
            BOOST_TEST((!report.has_integrity() || !report.is_complete()));
            const bool is_named = std::any_of(all.begin(), all.end(), [i](const auto& each) {
                return each.place.line > i / 3 * 3 && each.place.line <= i / 3 * 3 + 5;
            });
            BOOST_TEST(is_named, trail.lines[i]);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
