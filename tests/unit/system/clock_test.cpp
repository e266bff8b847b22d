// The time.
#include "system/clock.h"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

/// TZ for as long as this lives. Tests run in one thread.
class Zone {
public:
    explicit Zone(const char* name) {
        if (const char* old = std::getenv("TZ")) {  // NOLINT(concurrency-mt-unsafe): one thread
            old_ = old;
        }
        set(name);
    }
    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;
    Zone(Zone&&) = delete;
    Zone& operator=(Zone&&) = delete;
    ~Zone() { set(old_ ? old_->c_str() : nullptr); }

private:
    static void set(const char* name) {
        if (name == nullptr) {
            (void)::unsetenv("TZ");  // NOLINT(concurrency-mt-unsafe): one thread
        } else {
            (void)::setenv("TZ", name, 1);  // NOLINT(concurrency-mt-unsafe): one thread
        }
        ::tzset();
    }
    std::optional<std::string> old_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(clock_test)

BOOST_AUTO_TEST_CASE(the_time_is_now_and_the_offset_that_of_the_zone) {
    const auto offset_in = [](const char* name) {
        const Zone zone(name);
        return msa::SystemClock().now().utc_offset.count();
    };
    BOOST_TEST(offset_in("UTC0") == 0);
    BOOST_TEST(offset_in("IST-5:30") == 330);
    BOOST_TEST(offset_in("PST8") == -480);
    const auto before = std::chrono::system_clock::now();
    const auto now = msa::SystemClock().now().time;
    BOOST_TEST((before <= now && now <= std::chrono::system_clock::now()));
}

BOOST_AUTO_TEST_SUITE_END()
