// Start, reload and end of the daemon, as its admin brings them about.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"
#include "wire/patience.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

namespace bdata = boost::unit_test::data;
namespace fs = std::filesystem;
using namespace msa::wire;
using std::chrono::steady_clock;

namespace {

std::string code_of(const Answer& answer) {
    return answer.substr(0, 9);
}

// Alice's address is Bob's now.
std::string other_rules() {
    return R"(version = "other"
[identity]
sources = ["sasl"]
[owners]
tables = ["staff"]
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["bob"] }
)";
}

Answer judgement(const Daemon& daemon, const std::string& login) {
    MilterClient client(daemon.socket());
    client.login = login;
    client.greet();
    return code_of(client.submit(honest_mail()).answer);
}

// Clients that submit one message after the other until end().
class Load {
public:
    explicit Load(std::string socket) : socket_(std::move(socket)) {
        clients_.reserve(4);
        for (int i = 0; i < 4; ++i) {
            clients_.emplace_back([this] {
                while (!is_over_) {
                    ++(is_accepted() ? accepted_ : others_);
                }
            });
        }
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() { end(); }

    void end() {
        is_over_ = true;
        for (std::thread& client : clients_) {
            client.join();
        }
        clients_.clear();
    }
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int others() const { return others_; }

private:
    [[nodiscard]] bool is_accepted() const {
        try {
            MilterClient client(socket_);
            client.greet();
            return client.submit(honest_mail()).is_accepted();
        } catch (const ConnectionLost&) {
            return false;
        }
    }

    std::string socket_;
    std::atomic<bool> is_over_ = false;
    std::atomic<int> accepted_ = 0;
    std::atomic<int> others_ = 0;
    std::vector<std::thread> clients_;
};

// What is left of a message after MAIL.
Answer rest_of_message(MilterClient& client) {
    MessageModel message(Flavour::postfix, honest_header(), true);
    Answer answer = client.recipient("<rcpt@example.net>");
    for (const Field& field : message.shown()) {
        answer += client.header(field);
    }
    answer += client.end_of_headers();
    answer += client.body("Hello.\r\n");
    return answer + client.end_of_message(message);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle)

BOOST_DATA_TEST_CASE(a_signal_reloads_the_rules, bdata::make({SIGHUP, SIGUSR1}), number) {
    const Daemon daemon;
    BOOST_TEST(judgement(daemon, "bob") == "550 5.7.1");
    daemon.write_rules(other_rules());
    daemon.signal(number);
    BOOST_REQUIRE(daemon.logs("event=reload result=ok"));
    BOOST_TEST(judgement(daemon, "bob") == "");
    BOOST_TEST(judgement(daemon, "alice") == "550 5.7.1");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_being_written_leaves_the_old_rules_in_force) {
    const Daemon daemon;
    const auto whole = other_rules();
    std::size_t failures = 0;
    for (std::size_t length = 0; length < whole.size(); length += 16) {
        daemon.write_whole_rules(whole.substr(0, length));
        daemon.signal(SIGHUP);
        ++failures;
        BOOST_REQUIRE(daemon.logs("event=reload result=failed", failures));
    }
    BOOST_TEST(judgement(daemon, "alice") == "");
    BOOST_TEST(judgement(daemon, "bob") == "550 5.7.1");
}

BOOST_AUTO_TEST_CASE(a_file_cut_off_behind_self_leaves_the_old_rules_in_force) {
    const std::string whole = "[owners]\nself = true\ntables = [\"staff\"]\n" +
                              other_rules().substr(other_rules().find("[tables.staff]"));
    Setup setup;
    setup.rules = whole;
    const Daemon daemon(setup);
    BOOST_TEST(judgement(daemon, "bob") == "");
    daemon.write_rules(whole.substr(0, whole.find("tables")));
    daemon.signal(SIGHUP);
    BOOST_REQUIRE(daemon.logs("event=reload result=failed"));
    BOOST_TEST(daemon.logs("nobody owns an address any more"));
    BOOST_TEST(judgement(daemon, "bob") == "");
}

BOOST_AUTO_TEST_CASE(a_broken_rule_file_leaves_the_old_rules_in_force) {
    const Daemon daemon;
    daemon.write_rules("version = \"broken\"\n[no_such_section]\n");
    daemon.signal(SIGHUP);
    BOOST_REQUIRE(daemon.logs("event=reload result=failed"));
    BOOST_TEST(judgement(daemon, "alice") == "");
    BOOST_TEST(judgement(daemon, "bob") == "550 5.7.1");
    daemon.write_rules(other_rules());
    daemon.signal(SIGHUP);
    BOOST_REQUIRE(daemon.logs("event=reload result=ok"));
    BOOST_TEST(judgement(daemon, "bob") == "");
}

BOOST_AUTO_TEST_CASE(an_open_message_keeps_the_rules_it_began_with) {
    const Daemon daemon;
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    daemon.write_rules(other_rules());
    daemon.signal(SIGHUP);
    BOOST_REQUIRE(daemon.logs("event=reload result=ok"));
    BOOST_TEST(rest_of_message(client) == "");
    BOOST_TEST(daemon.records(client.client_port(), 1).front()["rules"]["version"] == "test");
}

BOOST_AUTO_TEST_CASE(reloads_under_load_leave_no_message_without_its_answer) {
    constexpr std::size_t reloads = 20;
    Daemon daemon;
    Load load(daemon.socket());
    for (std::size_t i = 1; i <= reloads; ++i) {
        // Broken ones in between.
        daemon.write_rules(i % 5 == 0 ? "broken" : staff_rules());
        daemon.signal(i % 2 == 0 ? SIGHUP : SIGUSR1);
        BOOST_TEST(daemon.logs("event=reload result=", i));
    }
    load.end();
    BOOST_TEST(load.accepted() > 0);
    BOOST_TEST(load.others() == 0);
    BOOST_TEST(daemon.is_running());
}

BOOST_DATA_TEST_CASE(the_end_waits_for_open_messages_and_takes_no_new_ones,
                     bdata::make({"unix", "inet"}), kind) {
    const std::string socket =
        std::string(kind) == "unix" ? "" : "inet:" + std::to_string(free_port()) + "@127.0.0.1";
    Daemon daemon({.socket = socket});
    MilterClient open(daemon.socket());
    MilterClient idle(daemon.socket());
    open.greet();
    idle.greet();
    BOOST_TEST(open.mail("<alice@example.com>") == "");
    daemon.signal(SIGTERM);
    BOOST_REQUIRE(daemon.logs("event=drain"));
    BOOST_TEST(comes_true([&] { return !answers(daemon.socket()); }));
    BOOST_TEST(!fs::exists(daemon.path("m.sock")));
    BOOST_TEST(code_of(idle.mail("<alice@example.com>")) == "421 4.3.2");
    BOOST_TEST(daemon.is_running());

    BOOST_TEST(rest_of_message(open) == "");
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(daemon.records(open.client_port(), 1).front()["disposition"] == "accepted");
}

BOOST_AUTO_TEST_CASE(a_message_that_does_not_end_is_not_waited_for_forever) {
    Daemon daemon({.settings = "drain_timeout = 1\n"});
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    const auto began = steady_clock::now();
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(((steady_clock::now() - began) > std::chrono::milliseconds(900)));
    BOOST_TEST(daemon.logs("why=timeout open=1"));
    BOOST_TEST(daemon.records(client.client_port(), 1).front()["disposition"] == "aborted");
}

BOOST_DATA_TEST_CASE(a_second_signal_ends_it_at_once, bdata::make({SIGTERM, SIGINT}), number) {
    Daemon daemon({.settings = "drain_timeout = 600\n"});
    MilterClient client(daemon.socket());
    client.greet();
    BOOST_TEST(client.mail("<alice@example.com>") == "");
    daemon.signal(number);
    BOOST_REQUIRE(daemon.logs("event=drain"));
    daemon.signal(number);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(daemon.records(client.client_port(), 1).front()["disposition"] == "aborted");
    BOOST_TEST(client.stream().is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(sessions_without_a_message_do_not_delay_the_end) {
    Daemon daemon;
    MilterClient idle(daemon.socket());
    idle.greet();
    BOOST_TEST(idle.submit(honest_mail()).answer == "");
    const auto began = steady_clock::now();
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    // libmilter alone would take up to 5 s.
    BOOST_TEST(((steady_clock::now() - began) < std::chrono::seconds(4)));
    BOOST_TEST(idle.stream().is_closed_by_peer());
}

BOOST_AUTO_TEST_CASE(a_killed_daemon_can_be_started_again) {
    Daemon daemon;
    MilterClient open(daemon.socket());
    open.greet();
    BOOST_TEST(open.mail("<alice@example.com>") == "");
    daemon.signal(SIGKILL);
    BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
    BOOST_TEST(fs::exists(daemon.path("m.sock")));
    BOOST_TEST(!answers(daemon.socket()));
    daemon.start();
    BOOST_TEST(judgement(daemon, "alice") == "");
}

BOOST_AUTO_TEST_CASE(a_second_daemon_on_the_same_socket_says_so_and_leaves_the_first) {
    Daemon& first = shared_daemon();
    Daemon second({.socket = first.socket()});
    BOOST_TEST(second.exit_status() == 73);
    const std::string log = second.log();
    BOOST_TEST(std::count(log.begin(), log.end(), '\n') == 1);
    BOOST_TEST(log.find(first.path("m.sock") + ": in use by another process") != std::string::npos);
    BOOST_TEST(judgement(first, "alice") == "");
}

BOOST_AUTO_TEST_CASE(a_socket_that_cannot_be_made_is_said_in_one_line) {
    struct Mistake {
        Setup setup;
        int status;
    };
    const std::vector<Mistake> mistakes = {
        {{.settings = "socket_group = \"no-such-group\"\n"}, 78},
        {{.socket = "unix:relative.sock"}, 78},
        {{.socket = "unix:/no/such/folder/m.sock"}, 73},
        {{.socket = "inet:8891@192.0.2.1"}, 73},
    };
    for (const Mistake& mistake : mistakes) {
        Daemon daemon(mistake.setup);
        BOOST_TEST(daemon.exit_status() == mistake.status);
        const std::string log = daemon.log();
        BOOST_TEST(std::count(log.begin(), log.end(), '\n') == 1, log);
    }
}

BOOST_AUTO_TEST_CASE(network_sockets_are_served) {
    for (const std::string& socket : {"inet:" + std::to_string(free_port()) + "@127.0.0.1",
                                      "inet:127.0.0.1:" + std::to_string(free_port()),
                                      "inet6:" + std::to_string(free_port()) + "@::1"}) {
        Daemon daemon({.socket = socket});
        BOOST_TEST(judgement(daemon, "alice") == "");
        BOOST_TEST(judgement(daemon, "bob") == "550 5.7.1");
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
    }
}

BOOST_AUTO_TEST_CASE(the_socket_has_the_mode_that_was_asked_for) {
    const Daemon daemon({.settings = "socket_mode = \"0600\"\n"});
    struct stat status {};
    BOOST_REQUIRE(::lstat(daemon.path("m.sock").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777U) == 0600U);
}

BOOST_AUTO_TEST_SUITE_END()
