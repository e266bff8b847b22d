// Lines that come together are written together.
#include "audit/group_commit.h"

#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::Error;
using msa::GroupCommit;
using msa::Result;

namespace {

/// The first write lasts until it is let go.
struct SlowFile {
    std::promise<void> begun;
    std::promise<void> end;
    std::vector<std::string> writes;
    bool is_full = false;

    Result<std::string> append(std::string_view lines) {
        writes.emplace_back(lines);
        if (writes.size() == 1) {
            begun.set_value();
            end.get_future().wait();
        } else if (is_full) {
            return Error{"no space"};
        }
        return std::string("notice");
    }
};

/// One line whose write lasts, and three that come meanwhile: what all were told.
std::vector<Result<std::string>> four_lines(SlowFile& file) {
    GroupCommit commit([&file](std::string_view lines) { return file.append(lines); });
    std::vector<std::future<Result<std::string>>> told;
    const auto write = [&](const char* line) {
        told.push_back(
            std::async(std::launch::async, [&commit, line] { return commit.write(line); }));
    };
    write("a\n");
    file.begun.get_future().wait();
    for (const char* line : {"b\n", "c\n", "d\n"}) {
        write(line);
    }
    while (commit.gathered() < 3) {
        std::this_thread::yield();
    }
    file.end.set_value();
    std::vector<Result<std::string>> results;
    results.reserve(told.size());
    for (auto& each : told) {
        results.push_back(each.get());
    }
    return results;
}

std::size_t notices_in(const std::vector<Result<std::string>>& results) {
    std::size_t count = 0;
    for (const auto& each : results) {
        count += each && !each->empty() ? 1 : 0;
    }
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(group_commit)

BOOST_AUTO_TEST_CASE(lines_that_come_during_a_write_go_out_in_the_next_one_together) {
    SlowFile file;
    const auto results = four_lines(file);
    BOOST_TEST(file.writes.size() == 2U);
    BOOST_TEST(file.writes.at(0) == "a\n");
    BOOST_TEST(file.writes.at(1).size() == 6U);
    for (const char* line : {"b\n", "c\n", "d\n"}) {
        BOOST_TEST(file.writes.at(1).find(line) != std::string::npos);
    }
    BOOST_TEST(notices_in(results) == 2U);  // one a write
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_fails_for_all_of_its_batch_and_for_nobody_else) {
    SlowFile file;
    file.is_full = true;
    const auto results = four_lines(file);
    BOOST_TEST(results.at(0).has_value());
    for (std::size_t i = 1; i < results.size(); ++i) {
        BOOST_REQUIRE(!results.at(i).has_value());
        BOOST_TEST(results.at(i).error().what == "no space");
    }
}

BOOST_AUTO_TEST_CASE(a_write_that_throws_is_an_error_and_the_next_one_is_tried) {
    int writes = 0;
    GroupCommit commit([&writes](std::string_view) -> Result<std::string> {
        if (++writes == 1) {
            throw std::runtime_error("no memory");
        }
        return std::string();
    });
    BOOST_TEST(commit.write("a\n").error().what == "no memory");
    BOOST_TEST(commit.write("b\n").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
