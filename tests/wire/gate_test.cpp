// The gate: rules whose tests fail do not come into force.
#include "wire/daemon.h"
#include "wire/program.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

constexpr const char* tests = R"([[ownership]]
title = "alice owns her address"
login = "alice"
may = ["alice@example.com"]
)";

constexpr const char* required = "[tests]\nrequired = true\n";

void write_tests(const Daemon& daemon, const std::string& text) {
    std::ofstream(daemon.path("rules.test.toml")) << text;
}

/// A daemon behind the gate, its rules with tests that pass.
struct Gated {
    Gated() {
        write_tests(daemon, tests);
        std::ofstream(daemon.path("settings.toml"), std::ios::app) << required;
    }
    /// Ended and started again, now with the settings that it has.
    void start() {
        daemon.signal(SIGTERM);
        BOOST_REQUIRE(daemon.exit_status() == 0);
        daemon.start();
    }
    [[nodiscard]] Ended reload() const {
        return run({"reload", "--config", daemon.path("settings.toml")});
    }

    Daemon daemon;
};

bool holds(const std::string& text, const std::string& wanted) {
    return text.find(wanted) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate)

BOOST_FIXTURE_TEST_CASE(rules_whose_tests_pass_come_into_force, Gated) {
    start();
    BOOST_TEST(daemon.is_running());
    daemon.write_rules(staff_rules() + "# new\n");
    BOOST_TEST(reload().status == 0);
}

BOOST_FIXTURE_TEST_CASE(a_reload_whose_tests_fail_keeps_what_is_in_force_and_names_the_case,
                        Gated) {
    start();
    auto broken = staff_rules();
    broken.replace(broken.find("[\"alice\"]"), 9, "[\"eve\"]");
    daemon.write_rules(broken);
    const auto ended = reload();
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(holds(ended.err, "rules.test.toml:1: test \"alice owns her address\" fails: "),
               ended.err);
    BOOST_TEST(holds(ended.err, "still in force: sha256:"));
    BOOST_TEST(daemon.logs("event=rules error="));
    BOOST_TEST(daemon.logs("the tests beside the rules do not pass"));
}

BOOST_FIXTURE_TEST_CASE(rules_without_tests_do_not_pass, Gated) {
    start();
    std::filesystem::remove(daemon.path("rules.test.toml"));
    const auto ended = reload();
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(holds(ended.err, "rules.test.toml"));
    write_tests(daemon, "now = 2026-01-01\n");
    BOOST_TEST(holds(reload().err, "rules.test.toml: tests nothing"));
    write_tests(daemon, "[[case]]\ntitel = \"x\"\n");
    BOOST_TEST(holds(reload().err, "rules.test.toml:2:1: "));
    write_tests(daemon, std::string("rules = \"other.toml\"\n") + tests);
    std::filesystem::copy_file(daemon.path("rules.toml"), daemon.path("other.toml"));
    std::ofstream(daemon.path("other.toml"), std::ios::app) << "# other\n";
    BOOST_TEST(holds(reload().err, "which is not what was loaded from"));
}

BOOST_FIXTURE_TEST_CASE(a_daemon_whose_tests_fail_does_not_start, Gated) {
    write_tests(daemon,
                "[[ownership]]\ntitle = \"t\"\nlogin = \"eve\"\nmay = [\"alice@example.com\"]\n");
    daemon.signal(SIGTERM);
    BOOST_REQUIRE(daemon.exit_status() == 0);
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 78);
}

BOOST_AUTO_TEST_SUITE_END()
