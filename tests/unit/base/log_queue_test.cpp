// Lines on their way to the log.
#include "base/log_queue.h"

#include "base/guarded.h"

#include <future>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using msa::LogLevel;
using msa::LogQueue;

namespace {

/// A log that takes no line before it is opened.
class Gate {
public:
    [[nodiscard]] LogQueue::Writer writer() {
        return [open = opened_.get_future().share(),
                written = written_](std::span<const LogQueue::Line> added) {
            open.wait();
            written->with([&](auto& lines) {
                for (const auto& line : added) {
                    lines.push_back(line.text);
                }
            });
        };
    }
    void open() { opened_.set_value(); }
    [[nodiscard]] std::vector<std::string> lines() const {
        return written_->with([](const auto& lines) { return lines; });
    }

private:
    std::promise<void> opened_;
    std::shared_ptr<msa::Guarded<std::vector<std::string>>> written_ =
        std::make_shared<msa::Guarded<std::vector<std::string>>>();
};

constexpr std::chrono::minutes long_enough{1};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_queue_test)

BOOST_AUTO_TEST_CASE(lines_keep_their_order) {
    Gate gate;
    gate.open();
    std::vector<std::string> expected;
    LogQueue queue(gate.writer());
    for (int i = 0; i < 1000; ++i) {
        expected.push_back(std::to_string(i));
        queue.add(LogLevel::info, expected.back());
    }
    queue.flush(long_enough);
    BOOST_TEST(gate.lines() == expected);
}

BOOST_AUTO_TEST_CASE(the_end_waits_for_what_is_not_written_yet) {
    Gate gate;
    gate.open();
    { LogQueue(gate.writer()).add(LogLevel::info, "last"); }
    BOOST_TEST(gate.lines() == std::vector<std::string>{"last"});
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_log_that_takes_nothing) {
    Gate gate;
    {
        LogQueue queue(gate.writer(), 1000);
        for (int i = 0; i < 100'000; ++i) {
            queue.add(LogLevel::info, "line");
        }
        queue.flush(std::chrono::milliseconds(1));
    }
    BOOST_TEST(gate.lines().empty());
    gate.open();
}

BOOST_AUTO_TEST_CASE(lost_lines_are_counted_and_told_behind_the_others) {
    Gate gate;
    LogQueue queue(gate.writer(), 1000);
    const int count = 500;
    for (int i = 0; i < count; ++i) {
        queue.add(LogLevel::info, "line");
    }
    gate.open();
    queue.flush(long_enough);
    const std::string mark = "event=log lost=";
    int written = 0;
    int lost = 0;
    for (const auto& line : gate.lines()) {
        (line == "line" ? written : lost) +=
            line == "line" ? 1 : std::stoi(line.substr(mark.size()));
    }
    BOOST_TEST(written > 10);
    BOOST_TEST(written < 60);
    BOOST_TEST(written + lost == count);
    BOOST_TEST(gate.lines().back().starts_with(mark));
}

BOOST_AUTO_TEST_CASE(after_a_loss_lines_are_taken_again) {
    Gate gate;
    LogQueue queue(gate.writer(), 200);
    for (int i = 0; i < 50; ++i) {
        queue.add(LogLevel::info, "early");
    }
    gate.open();
    queue.flush(long_enough);
    queue.add(LogLevel::info, "late");
    queue.flush(long_enough);
    BOOST_TEST(gate.lines().back() == "late");
}

BOOST_AUTO_TEST_CASE(a_line_that_never_fits_is_lost) {
    Gate gate;
    gate.open();
    LogQueue queue(gate.writer(), 1000);
    queue.add(LogLevel::info, "first");
    queue.flush(long_enough);  // the thread waits again
    queue.add(LogLevel::info, std::string(1000, 'x'));
    queue.flush(long_enough);
    BOOST_TEST(gate.lines() == (std::vector<std::string>{"first", "event=log lost=1"}));
}

BOOST_AUTO_TEST_SUITE_END()
