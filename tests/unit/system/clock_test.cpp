// The time.
#include "system/clock.h"

#include "fakes/environment.h"

#include <ctime>
#include <optional>
#include <utility>

#include <boost/test/unit_test.hpp>

namespace {

/// TZ for as long as this lives.
class Zone {
public:
    explicit Zone(const char* name) : variable_(std::in_place, "TZ", name) { ::tzset(); }
    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;
    Zone(Zone&&) = delete;
    Zone& operator=(Zone&&) = delete;
    ~Zone() {
        variable_.reset();
        ::tzset();
    }

private:
    std::optional<msa::EnvironmentVariable> variable_;
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
