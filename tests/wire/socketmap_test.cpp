// Rights that a socketmap server tells of: by itself, and behind the daemon.
#include "tables/open_table.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/scripted_server.h"

#include <atomic>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

std::string netstring(const std::string& text) {
    return std::to_string(text.size()) + ':' + text + ',';
}

/// Knows alice@example.com as alice's.
std::string honest(const std::string& received) {
    if (received == netstring("senders alice@example.com")) {
        return netstring("OK alice");
    }
    return received.ends_with(',') ? netstring("NOTFOUND ") : std::string();
}

std::shared_ptr<const Table> table_at(const ScriptedServer& server,
                                      milliseconds deadline = patience) {
    return open_table({.name = "sm",
                       .type = "socketmap",
                       .given = {{"server", "inet:" + std::to_string(server.port()) + "@127.0.0.1"},
                                 {"map", std::string("senders")}},
                       .deadline = deadline})
        .value();
}

/// What a table says of alice whose server gives this answer.
Result<LookupAnswer> said_by(const std::string& answer) {
    const ScriptedServer server([&answer](const std::string&) { return answer; });
    return table_at(server)->lookup("alice@example.com");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(socketmap)

BOOST_AUTO_TEST_CASE(the_server_is_asked_as_postfix_asks_it) {
    const ScriptedServer server(honest);
    const auto table = table_at(server);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(table->lookup("alice@example.com")->values.at(0) == "alice");
        BOOST_TEST(!table->lookup("bob@example.com")->found);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_cannot_tell) {
    for (const std::string answer :
         {"OK alice", "8:OK alice", "x8:OK alice,", ":OK,", "8:OK alice;", "8:OK alice,8:OK alice,",
          "9999999:OK alice,", "-8:OK alice,", "6:TEMP x,", "6:PERM x,", "2:OK,"}) {
        const auto complete = answer == "8:OK alice" ? answer + '\n' : answer;
        BOOST_TEST(!said_by(complete).has_value(), complete);
    }
    BOOST_TEST(said_by("8:OK alice,")->found);
}

BOOST_AUTO_TEST_CASE(a_large_answer_comes_whole) {
    std::string logins;
    for (int i = 0; i < 5000; ++i) {
        logins += "login" + std::to_string(i) + ',';
    }
    BOOST_TEST(said_by(netstring("OK " + logins))->values.size() == 5000U);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_slow_costs_the_deadline) {
    const ScriptedServer server([](const std::string&) { return std::string(); });
    const auto begun = steady_clock::now();
    BOOST_TEST(table_at(server, milliseconds(100))->lookup("a").error().what.find("in time") !=
               std::string::npos);
    BOOST_CHECK(steady_clock::now() - begun < std::chrono::seconds(10));
}

BOOST_AUTO_TEST_CASE(what_was_said_unasked_answers_no_question) {
    std::atomic<int> asked{0};
    const ScriptedServer server([&asked](const std::string&) {
        // The second answer arrives with the first, and so it is refused with it.
        return ++asked == 1 ? netstring("NOTFOUND ") + netstring("OK mallory")
                            : netstring("NOTFOUND ");
    });
    const auto table = table_at(server);
    BOOST_TEST(!table->lookup("a").has_value());
    BOOST_TEST(!table->lookup("a")->found);
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_server_is_away_and_then_it_can) {
    ScriptedServer server(honest);
    Daemon daemon({.rules = R"([owners]
tables = ["sm"]
[tables.sm]
type = "socketmap"
map = "senders"
server = "inet:)" + std::to_string(server.port()) +
                            "@127.0.0.1\"\n"});
    const auto mail = [&daemon](const std::string& sender) {
        MilterClient client(daemon.socket());
        client.greet();
        return client.mail(sender).substr(0, 9);
    };
    BOOST_TEST(mail("<alice@example.com>") == "");
    BOOST_TEST(mail("<bob@example.com>") == "550 5.7.1");
    server.stop();
    BOOST_TEST(mail("<alice@example.com>") == "451 4.3.0");
    BOOST_TEST(mail("<bob@example.com>") == "451 4.3.0");
    server.start();
    BOOST_TEST(mail("<alice@example.com>") == "");
    BOOST_TEST(mail("<bob@example.com>") == "550 5.7.1");
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(daemon.logs("event=table name=sm found=2 not_found="));
}

// libmilter may leave a session without a thread while others wait.
BOOST_AUTO_TEST_CASE(a_server_that_is_silent_holds_nobody_up_behind_the_native_engine) {
    ScriptedServer server([](const std::string&) { return std::string(); });
    const Daemon daemon({.rules = R"([owners]
tables = ["sm"]
[tables.sm]
type = "socketmap"
map = "senders"
deadline_ms = 30000
server = "inet:)" + std::to_string(server.port()) +
                                  "@127.0.0.1\"\n",
                         .engine = "native"});
    std::atomic<int> asking{0};
    std::atomic<int> answered{0};
    std::atomic<int> lost{0};
    std::vector<std::thread> clients;
    clients.reserve(8);
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            try {
                MilterClient client(daemon.socket());
                client.greet();
                ++asking;
                (void)client.mail("<alice@example.com>");
                ++answered;
            } catch (const ConnectionLost&) {
                ++lost;
            }
        });
    }
    BOOST_TEST(comes_true([&] { return asking == 8; }));
    MilterClient stranger(daemon.socket());
    stranger.login.clear();
    stranger.greet();
    BOOST_TEST(stranger.mail("<alice@example.com>").substr(0, 3) == "530");
    BOOST_TEST(answered == 0);
    server.stop();
    for (std::thread& client : clients) {
        client.join();
    }
    BOOST_TEST(lost == 0);
}

BOOST_AUTO_TEST_SUITE_END()
