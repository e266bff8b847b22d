// The main() of every Boost.Test program here: runs the tests and ends with `N passed, N failed`.
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <cstdio>

#include <boost/test/results_collector.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/unit_test.hpp>

namespace {

namespace ut = boost::unit_test;

struct Counter final : ut::test_observer {
    unsigned long passed = 0;
    unsigned long failed = 0;

    void test_unit_finish(const ut::test_unit& unit, unsigned long /*elapsed*/) override {
        if (unit.p_type == ut::TUT_CASE) {
            ++(ut::results_collector.results(unit.p_id).passed() ? passed : failed);
        }
    }
    // Behind results_collector, whose verdict it reads.
    int priority() override { return 5; }
};

// Boost.Test takes a plain function, which can capture nothing.
Counter& counter() {
    static Counter the_counter;
    return the_counter;
}

bool count_results() {
    ut::framework::register_observer(counter());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    const int status = ut::unit_test_main(count_results, argc, argv);
    if (status != 0 && counter().failed == 0) {
        counter().failed = 1;  // no test ran, or the framework itself failed
    }
    (void)std::fflush(stderr);
    (void)std::printf("%lu passed, %lu failed\n", counter().passed, counter().failed);
    return status;
}
