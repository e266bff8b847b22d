// Threads that stand in for those that wait.
#include "milter/native/crew.h"

#include "base/guarded.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <boost/test/unit_test.hpp>

namespace {

using std::chrono::milliseconds;

/// Turns that end when they are told to.
class Door {
public:
    void wait(int arrivals) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return arrived_ >= arrivals; });
    }
    void arrive() {
        const std::lock_guard lock(mutex_);
        ++arrived_;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int arrived_ = 0;
};

constexpr milliseconds patience{10000};

}  // namespace

BOOST_AUTO_TEST_SUITE(crew)

BOOST_AUTO_TEST_CASE(as_many_work_as_it_was_told) {
    Door door;
    std::atomic<int> turns = 0;
    msa::Crew crew(2, [&] {
        if (turns++ < 2) {
            door.arrive();
            door.wait(3);
        }
        std::this_thread::yield();
    });
    crew.start();
    door.wait(2);  // both at once
    door.arrive();
    BOOST_TEST(crew.stop(patience));
}

BOOST_AUTO_TEST_CASE(who_waits_has_a_stand_in) {
    Door door;
    Door end;
    std::atomic<int> turns = 0;
    msa::Crew crew(1, [&] {
        if (turns++ < 5) {
            const msa::WhileWaiting waiting;
            const msa::WhileWaiting nested;  // counts once
            door.arrive();
            end.wait(1);
        }
        std::this_thread::yield();
    });
    crew.start();
    door.wait(5);  // five wait at the same time, of a crew of one
    end.arrive();
    BOOST_TEST(crew.stop(patience));
}

BOOST_AUTO_TEST_CASE(a_spare_is_called_before_a_new_thread_is_made) {
    msa::Guarded<std::set<std::thread::id>> seen;
    std::atomic<int> turns = 0;
    Door door;
    msa::Crew crew(1, [&] {
        seen.with([](auto& ids) { ids.insert(std::this_thread::get_id()); });
        if (turns++ < 1000) {
            const msa::WhileWaiting waiting;
            std::this_thread::yield();
        } else {
            door.arrive();
        }
    });
    crew.start();
    door.wait(1);
    BOOST_TEST(crew.stop(patience));
    // Each of 1000 waits would be a thread otherwise; on a loaded machine many are.
    BOOST_TEST(seen.with([](const auto& ids) { return ids.size(); }) < 900U);
}

BOOST_AUTO_TEST_CASE(whoever_is_told_to_stop_while_it_is_a_spare_ends) {
    std::atomic<int> turns = 0;
    Door begun;
    Door end;
    msa::Crew crew(1, [&] {
        if (turns++ < 50) {
            const msa::WhileWaiting waiting;
            begun.arrive();
            end.wait(1);
        }
        std::this_thread::yield();
    });
    crew.start();
    begun.wait(50);
    end.arrive();  // fifty are too many
    while (turns < 10000) {
        std::this_thread::yield();
    }
    BOOST_TEST(crew.stop(patience));
}

BOOST_AUTO_TEST_CASE(a_turn_that_does_not_end_is_said) {
    Door begun;
    Door door;
    msa::Crew crew(1, [&] {
        begun.arrive();
        door.wait(1);
    });
    crew.start();
    begun.wait(1);
    BOOST_TEST(!crew.stop(milliseconds(1)));
    door.arrive();
    BOOST_TEST(crew.stop(patience));
}

BOOST_AUTO_TEST_SUITE_END()
