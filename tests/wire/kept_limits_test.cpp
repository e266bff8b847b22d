// A limit goes on counting where it was, over a restart and a kill.
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

using msa::wire::Daemon;
using msa::wire::MilterClient;
using msa::wire::run;

namespace {

std::string three_an_hour() {
    return msa::wire::staff_rules() +
           "[check.message_rate]\naction = \"defer\"\nmessages = 3\nper = 3600\n";
}

struct Limited {
    explicit Limited(const std::string& file = "limits.sqlite")
        : daemon({.settings = "[limits]\nfile = \"" + file + "\"\n", .rules = three_an_hour()}) {}

    /// How many of `tries` messages of alice get further than MAIL.
    [[nodiscard]] int admitted(int tries) const {
        MilterClient client(daemon.socket());
        client.greet();
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            count += client.submit({.header = {{"From", " alice@example.com"},
                                               {"To", " bob@example.net"},
                                               {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                                               {"Message-ID", " <1@example.com>"}}})
                             .is_accepted()
                         ? 1
                         : 0;
        }
        return count;
    }
    [[nodiscard]] std::string status() const {
        return run({"status", "--config", daemon.path("settings.toml")}).out;
    }

    Daemon daemon;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_limits)

BOOST_AUTO_TEST_CASE(a_restart_does_not_forget_what_was_counted) {
    Limited limited;
    BOOST_TEST(limited.admitted(2) == 2);
    limited.daemon.signal(SIGTERM);
    BOOST_TEST(limited.daemon.exit_status() == 0);
    limited.daemon.start();
    BOOST_TEST(limited.admitted(3) == 1);
    const auto status = limited.status();
    BOOST_TEST(status.find("kept in " + limited.daemon.path("limits.sqlite")) != std::string::npos,
               status);
}

BOOST_AUTO_TEST_CASE(a_kill_forgets_only_what_was_not_yet_written) {
    Limited limited;
    BOOST_TEST(limited.admitted(3) == 3);
    const auto written = [&limited] {
        const auto journal = limited.daemon.path("limits.sqlite-wal");
        std::ifstream file(journal, std::ios::binary);
        const std::string octets{std::istreambuf_iterator<char>(file), {}};
        return octets.find("login alice") != std::string::npos;
    };
    BOOST_REQUIRE(msa::wire::comes_true(written));
    limited.daemon.signal(SIGKILL);
    (void)limited.daemon.exit_status();
    limited.daemon.start();
    BOOST_TEST(limited.admitted(3) <= 2);  // the file had the first message at least
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_moved_aside_and_mail_goes_on) {
    Limited limited;
    limited.daemon.signal(SIGTERM);
    BOOST_TEST(limited.daemon.exit_status() == 0);
    std::ofstream(limited.daemon.path("limits.sqlite")) << "no database";
    limited.daemon.start();
    BOOST_TEST(limited.admitted(5) == 3);
    BOOST_TEST(limited.daemon.logs("event=rates"));
    BOOST_TEST(std::filesystem::exists(limited.daemon.path("limits.sqlite.damaged")));
}

BOOST_AUTO_TEST_CASE(where_it_cannot_be_kept_mail_goes_on_and_status_says_so) {
    const Limited limited("/nowhere/limits.sqlite");
    BOOST_TEST(limited.admitted(5) == 3);
    BOOST_TEST(limited.daemon.logs("event=rates"));
    const auto status = limited.status();
    BOOST_TEST(status.find("a restart would forget what limits have counted") != std::string::npos,
               status);
}

BOOST_AUTO_TEST_SUITE_END()
