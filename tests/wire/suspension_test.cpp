// Logins that are suspended by a rule or by somebody, told, kept and released.
#include "control/control_client.h"
#include "wire/daemon.h"
#include "wire/limited_login.h"
#include "wire/program.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::wire::answer_to_alice;
using msa::wire::Daemon;
using msa::wire::Ended;
using msa::wire::limit_command;
using msa::wire::run;
using Json = nlohmann::json;
using namespace std::chrono_literals;

namespace {

/// Who writes as somebody else is suspended.
std::string suspending_rules(const std::string& more) {
    return msa::wire::staff_rules() +
           "[check.header_from_rights]\naction = \"log\"\n"
           "[[rule]]\nid = \"thieves\"\ncheck = \"header_from_rights\"\naction = \"suspend\"\n" +
           more;
}

struct Site {
    /// Further lines of [suspensions], and of the rule that suspends.
    explicit Site(const std::string& settings = "", const std::string& more = "")
        : daemon({.settings = "[suspensions]\nfile = \"suspended.json\"\n" + settings,
                  .rules = suspending_rules(more)}) {}

    /// What the MTA is told at the end, as alice, with this author.
    [[nodiscard]] std::string answer(const std::string& author = "alice@example.com") const {
        return answer_to_alice(daemon, author);
    }
    [[nodiscard]] Ended limit(const std::vector<std::string>& words) const {
        return limit_command(daemon, words);
    }
    [[nodiscard]] std::vector<Json> records(const std::string& kind) const {
        std::vector<Json> found;
        std::ifstream file(daemon.path("audit.jsonl"));
        for (std::string line; std::getline(file, line);) {
            auto record = Json::parse(line);
            if (record["record"] == kind) {
                found.push_back(std::move(record));
            }
        }
        return found;
    }

    Daemon daemon;
};

bool is_suspended(const std::string& answer) {
    return answer.starts_with("525 5.7.13");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(suspension)

BOOST_AUTO_TEST_CASE(a_rule_suspends_and_somebody_releases) {
    const Site site;
    BOOST_TEST(site.answer().empty());
    BOOST_TEST(is_suspended(site.answer("bob@example.com")), site.answer("bob@example.com"));
    BOOST_TEST(is_suspended(site.answer()));
    BOOST_TEST(site.daemon.logs("event=suspension"));
    const auto transactions = site.records("transaction");
    BOOST_TEST(transactions.at(1)["suspends"]["rule"] == "thieves");
    BOOST_TEST(transactions.at(1)["suspends"]["until"].is_null());
    BOOST_TEST(transactions.back()["suspended"]["by"].get<std::string>().find("rule thieves") ==
               0U);

    const auto shown = site.limit({"show", "alice"});
    BOOST_TEST(shown.status == 0, shown.err);
    BOOST_TEST(shown.out.find("until somebody releases it") != std::string::npos, shown.out);
    const auto status = run({"status", "--config", site.daemon.path("settings.toml")});
    BOOST_TEST(status.out.find("suspended logins: alice") != std::string::npos, status.out);

    const auto released = site.limit({"release", "alice", "--why", "new password"});
    BOOST_TEST(released.status == 0, released.err);
    BOOST_TEST(released.out == "alice: released\n");
    BOOST_TEST(site.answer().empty());
    const auto record = site.records("suspension").at(0);
    BOOST_TEST(record["event"] == "release");
    BOOST_TEST(record["login"] == "alice");
    BOOST_TEST(record["why"] == "new password");
    BOOST_TEST(record.contains("uid"));
    BOOST_TEST(site.records("limit").at(0)["event"] == "show");
}

BOOST_AUTO_TEST_CASE(somebody_suspends_for_a_time_or_until_a_release) {
    const Site site;
    const auto done = site.limit({"suspend", "alice", "--why", "stolen", "--until", "2099-01-01"});
    BOOST_TEST(done.status == 0, done.err);
    BOOST_TEST(done.out.find("until 2099-01-01T00:00:00") != std::string::npos, done.out);
    BOOST_TEST(is_suspended(site.answer()));
    const auto again = site.limit({"suspend", "alice", "--why", "again"});
    BOOST_TEST(again.status == 0);
    BOOST_TEST(again.err.find("suspended already") != std::string::npos, again.err);
    BOOST_TEST(again.out.find("stolen") != std::string::npos, again.out);
    BOOST_TEST(site.records("suspension").size() == 1);
    const auto over = site.limit({"suspend", "bob", "--why", "x", "--until", "2020-01-01"});
    BOOST_TEST(over.status == 65, over.err);
    const auto nobody = site.limit({"release", "bob", "--why", "x"});
    BOOST_TEST(nobody.status == 1);
    BOOST_TEST(nobody.err == "msa-milter: bob is not suspended\n");
}

BOOST_AUTO_TEST_CASE(where_no_rule_refuses_who_is_suspended_that_is_said) {
    const Site site("", "[check.account_state]\naction = \"log\"\n");
    const auto done = site.limit({"suspend", "alice", "--why", "stolen"});
    BOOST_TEST(done.status == 1);
    BOOST_TEST(done.err.find("account_state refuses nobody there") != std::string::npos, done.err);
    BOOST_TEST(site.answer().empty());
    const auto status = run({"status", "--config", site.daemon.path("settings.toml")});
    BOOST_TEST(status.out.find("suspended logins can still send") != std::string::npos, status.out);
}

BOOST_AUTO_TEST_CASE(a_suspension_with_an_end_ends) {
    const Site site("", "suspend_for = \"1d\"\n");
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    BOOST_TEST(!site.records("transaction").at(0)["suspends"]["until"].is_null());
}

BOOST_AUTO_TEST_CASE(neither_a_restart_nor_a_kill_releases) {
    Site site;
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    for (const int number : {SIGKILL, SIGTERM}) {
        site.daemon.signal(number);
        (void)site.daemon.exit_status();
        site.daemon.start();
        BOOST_TEST(is_suspended(site.answer()));
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_file_keeps_the_daemon_from_starting) {
    Site site;
    site.daemon.signal(SIGTERM);
    BOOST_TEST(site.daemon.exit_status() == 0);
    std::ofstream(site.daemon.path("suspended.json")) << "{";
    site.daemon.start();
    BOOST_TEST(site.daemon.exit_status() == 78);
    BOOST_TEST(site.daemon.log().find("nobody knows which logins are suspended") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_still_suspends_and_it_is_said) {
    const Site site;
    std::filesystem::create_directory(site.daemon.path("suspended.json"));
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    BOOST_TEST(is_suspended(site.answer()));
    BOOST_TEST(site.daemon.logs("a restart would not know of it"));
    const auto done = site.limit({"suspend", "bob", "--why", "x"});
    BOOST_TEST(done.status == 1);
    BOOST_TEST(done.err.find("a restart would undo this") != std::string::npos, done.err);
}

BOOST_AUTO_TEST_CASE(a_program_is_told_once_an_hour) {
    const Site site("notify = [\"/usr/bin/tee\"]\n");
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    BOOST_TEST(site.daemon.logs("notice=sent"));
    BOOST_TEST(site.limit({"release", "alice", "--why", "x"}).status == 0);
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    BOOST_TEST(site.daemon.logs("less than an hour old"));
}

BOOST_AUTO_TEST_CASE(a_program_that_fails_is_logged_and_mail_goes_on) {
    const Site site("notify = [\"/bin/false\"]\n");
    BOOST_TEST(is_suspended(site.answer("bob@example.com")));
    BOOST_TEST(site.daemon.logs("/bin/false ended with 1"));
    BOOST_TEST(is_suspended(site.answer()));
}

BOOST_AUTO_TEST_CASE(parameters_that_are_none_are_refused) {
    const Site site;
    for (const auto* const text :
         {R"({})", R"({"act":"release"})", R"({"act":"release","login":"","why":"x"})",
          R"({"act":"dance","login":"alice","why":"x"})", R"({"act":"suspend","login":"alice"})",
          R"({"act":"suspend","login":"alice","why":"x","until":-1})",
          R"({"act":"suspend","login":"alice","why":"x","until":"soon"})",
          R"({"act":"suspend","login":["alice"],"why":"x"})"}) {
        const auto answer = msa::ask_daemon(site.daemon.path("control"), "suspension",
                                            nlohmann::ordered_json::parse(text), 10s);
        BOOST_TEST(!answer.has_value(), text);
    }
    BOOST_TEST(site.records("suspension").empty());
}

BOOST_AUTO_TEST_SUITE_END()
