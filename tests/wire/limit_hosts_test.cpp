// Daemons that share a Redis: who is suspended, and what limits have counted, on all of them.
#include "wire/audit_settings.h"
#include "wire/daemon.h"
#include "wire/limit_servers.h"
#include "wire/limited_login.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace msa::wire;
using Json = nlohmann::json;

namespace {

constexpr uid_t nobody = 65534;

std::string rules(const std::string& more) {
    return staff_rules() +
           "[check.header_from_rights]\naction = \"log\"\n"
           "[[rule]]\nid = \"thieves\"\ncheck = \"header_from_rights\"\naction = \"suspend\"\n" +
           more;
}

/// A daemon on a host of its own.
struct MailHost {
    MailHost(const LimitServer& server, const std::string& name, const std::string& more = {},
             const std::string& settings = {})
        : daemon({.settings = "host_name = \"" + name +
                              "\"\n[suspensions]\nfile = \"suspended.json\"\n"
                              "[limits]\nstore = \"redis\"\ndeadline = 5000\nredis = \"" +
                              server.port_url() + "\"\nsecret_file = \"limits.secret\"\n" +
                              settings,
                  .rules = rules(more)}) {
        // Without its secret it does not start; with it, it does.
        BOOST_TEST(daemon.exit_status() == 78);
        const auto secret = daemon.path("limits.secret");
        std::ofstream(secret) << "a secret of the hosts of this test\n";
        BOOST_REQUIRE(::chmod(secret.c_str(), 0600) == 0);
        if (::geteuid() == 0) {
            BOOST_REQUIRE(::chown(secret.c_str(), nobody, nobody) == 0);
        }
        write_audit_settings(daemon, "facts = \"all\"\n");
        daemon.start();
    }

    [[nodiscard]] std::string answer(const std::string& author = "alice@example.com") const {
        return answer_to_alice(daemon, author);
    }
    [[nodiscard]] Ended limit(const std::vector<std::string>& words) const {
        return limit_command(daemon, words);
    }
    [[nodiscard]] bool refuses() const { return answer().starts_with("525 5.7.13"); }
    [[nodiscard]] bool comes_to_refuse() const {
        return comes_true([this] { return refuses(); });
    }
    [[nodiscard]] bool comes_to_accept() const {
        return comes_true([this] { return answer().empty(); });
    }
    void restart(int number) {
        daemon.signal(number);
        (void)daemon.exit_status();
        daemon.start();
    }
    [[nodiscard]] Json last_record(const std::string& kind = "transaction") const {
        std::ifstream file(daemon.path("audit.jsonl"));
        Json last;
        for (std::string line; std::getline(file, line);) {
            auto record = Json::parse(line);
            if (record["record"] == kind) {
                last = std::move(record);
            }
        }
        return last;
    }

    Daemon daemon;
};

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit_hosts)

BOOST_AUTO_TEST_CASE(a_login_that_a_rule_suspends_on_one_host_is_refused_on_all_until_a_release) {
    const LimitServer server;
    const MailHost one(server, "one.example.com");
    const MailHost two(server, "two.example.com");
    const MailHost three(server, "three.example.com");
    BOOST_TEST(two.answer().empty());
    BOOST_TEST(!one.answer("bob@example.com").empty());
    BOOST_TEST(one.refuses());
    BOOST_TEST(two.comes_to_refuse());
    BOOST_TEST(three.comes_to_refuse());
    const auto by = two.last_record()["suspended"]["by"].get<std::string>();
    BOOST_TEST(says(by, "rule thieves, "), by);
    BOOST_TEST(says(by, ", on one.example.com"), by);
    BOOST_TEST(two.daemon.logs("event=suspension login=alice"));
    const auto shown = three.limit({"show", "alice"});
    BOOST_TEST(says(shown.out, "on one.example.com"), shown.out);

    const auto released = three.limit({"release", "alice", "--why", "new password"});
    BOOST_TEST(released.status == 0, released.err);
    BOOST_TEST(three.answer().empty());
    BOOST_TEST(one.comes_to_accept());
    BOOST_TEST(two.comes_to_accept());
    BOOST_TEST(one.daemon.logs("result=released"));
}

BOOST_AUTO_TEST_CASE(neither_a_restart_of_hosts_nor_one_of_the_server_releases) {
    LimitServer server;
    MailHost one(server, "one.example.com");
    MailHost two(server, "two.example.com");
    BOOST_TEST(one.limit({"suspend", "alice", "--why", "stolen"}).status == 0);
    BOOST_TEST(two.comes_to_refuse());
    server.process().stop();
    for (const int number : {SIGKILL, SIGTERM}) {
        two.restart(number);
        BOOST_TEST(two.refuses());
    }
    server.process().start();  // with nothing on disk it has forgotten all
    one.restart(SIGTERM);
    BOOST_TEST(one.refuses());
    const MailHost three(server, "three.example.com");
    BOOST_TEST(three.comes_to_refuse());
}

BOOST_AUTO_TEST_CASE(without_the_server_nobody_knows_what_was_counted) {
    LimitServer server;
    const MailHost host(server, "one.example.com",
                        "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nrate = \"100/day\"\n");
    BOOST_TEST(host.answer().empty());
    server.process().stop();
    const auto top = host.limit({"top"});
    BOOST_TEST(top.status == 69);
    BOOST_TEST(says(top.err, "what limits have counted is not known: "), top.err);
    const auto reset = host.limit({"reset", "bob"});
    BOOST_TEST(reset.status == 69);
    BOOST_TEST(says(reset.err, "bob: nothing begins again: "), reset.err);
    const auto unknown = host.limit({"release", "bob", "--why", "x"});
    BOOST_TEST(unknown.status == 1);
    BOOST_TEST(says(unknown.err, "as far as this host knows"), unknown.err);
}

BOOST_AUTO_TEST_CASE(what_is_done_while_the_server_is_away_is_said_and_reaches_all_later) {
    LimitServer server;
    const MailHost one(server, "one.example.com");
    const MailHost two(server, "two.example.com");
    BOOST_TEST(one.limit({"suspend", "alice", "--why", "stolen"}).status == 0);
    BOOST_TEST(two.comes_to_refuse());
    server.process().stop();
    const auto released = two.limit({"release", "alice", "--why", "new password"});
    BOOST_TEST(released.status == 1);
    BOOST_TEST(says(released.out, "alice: released"), released.out);
    BOOST_TEST(says(released.err, "other hosts do not know of it yet"), released.err);
    BOOST_TEST(two.answer().empty());
    BOOST_TEST(one.refuses());
    const auto suspended = one.limit({"suspend", "bob", "--why", "stolen"});
    BOOST_TEST(suspended.status == 1);
    BOOST_TEST(says(suspended.err, "other hosts do not know of it yet"), suspended.err);
    const auto status = run({"status", "--config", one.daemon.path("settings.toml")});
    BOOST_TEST(says(status.out, "may disagree on who is suspended"), status.out);
    BOOST_TEST(one.daemon.logs("may disagree on who is suspended"));

    server.process().start();
    BOOST_TEST(one.comes_to_accept());
    BOOST_TEST(comes_true([&] {
        const auto shown = two.limit({"show", "bob"});
        return says(shown.out, "suspended since");
    }));
    BOOST_TEST(one.daemon.logs("hosts agree again on who is suspended"));
}

BOOST_AUTO_TEST_CASE(limits_are_shown_and_begun_again_on_any_host) {
    const std::string daily =
        "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nof = \"login\"\nrate = \"3/day\"\n"
        "[check.message_rate]\naction = \"defer\"\nmessages = 100\nper = 3600\n";
    const LimitServer server;
    const MailHost one(server, "one.example.com", daily);
    const MailHost two(server, "two.example.com", daily);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(one.answer().empty());
    }
    BOOST_TEST(says(two.answer(), "450 4.7.1 3 messages a day are used up"));
    const auto shown = two.limit({"show", "alice"});
    BOOST_TEST(says(shown.out, "daily: 0 left; 3 messages a day allowed"), shown.out);
    BOOST_TEST(says(shown.out, "message_rate: 99 left; 100 messages in 3600 s allowed"), shown.out);
    BOOST_TEST(says(shown.out, "(counted by this host alone)"), shown.out);
    const auto of_1_kb = two.limit({"show", std::string(1024, 'x')});
    BOOST_TEST(says(of_1_kb.out, "daily: 3 left"), of_1_kb.err);
    BOOST_TEST(comes_true([&two] {
        const auto top = two.limit({"top"});
        return says(top.out, "daily login:alice: 3 counted, 3 in 86400 s allowed");
    }));
    BOOST_TEST(says(two.limit({"top"}).out, "message_rate login:alice: 1 counted"));
    const auto reset = two.limit({"reset", "alice"});
    BOOST_TEST(reset.out == "alice: 2 limits begin again\n", reset.err);
    BOOST_TEST(one.answer().empty());
    BOOST_TEST(says(two.limit({"show", "alice"}).out, "daily: 2 left"));
    const auto names = server.ask("KEYS '*'");
    BOOST_TEST(!says(names, "alice"), names);
}

BOOST_AUTO_TEST_CASE(a_record_says_that_one_host_counted_alone) {
    const std::string daily =
        "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nof = \"login\"\nrate = \"4/day\"\n";
    LimitServer server;
    const MailHost one(server, "one.example.com", daily, "hosts = 2\n");
    BOOST_TEST(one.answer().empty());
    BOOST_TEST(!one.last_record("facts").at("limits").at(0).contains("local"));
    server.process().stop();
    BOOST_TEST(one.answer().empty());
    BOOST_TEST(one.last_record("facts").at("limits").at(0).at("local") == true);
    const auto shown = one.limit({"show", "alice"});
    BOOST_TEST(says(shown.out,
                    "daily: 1 left; 4 messages a day allowed (counted by this host "
                    "alone)"),
               shown.out);
}

BOOST_AUTO_TEST_CASE(a_message_is_asked_about_once_and_then_at_mail_until_it_heals) {
    const LimitServer server;
    const MailHost one(server, "one.example.com",
                       "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nrate = \"2/day\"\n"
                       "[[limit]]\nid = \"people\"\ncount = \"recipients\"\nrate = \"9/day\"\n");
    MilterClient client(one.daemon.socket());
    client.greet();
    const Submission mail{.header = {{"From", " alice@example.com"},
                                     {"To", " bob@example.net"},
                                     {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                                     {"Message-ID", " <1@example.com>"}}};
    BOOST_TEST(client.submit(mail).answer.empty());
    BOOST_TEST(client.submit(mail).answer.empty());
    for (const auto* stage : {"recipient", "mail"}) {
        const auto ended = client.submit(mail);
        BOOST_TEST(ended.stage == stage);
        BOOST_TEST(says(ended.answer, "450 4.7.1 2 messages a day are used up"), ended.answer);
        client.abort();
    }
    client.quit();
    BOOST_TEST(comes_true([&] { return one.last_record()["stage"] == "mail"; }));
    const auto replayed =
        run({"replay", one.daemon.path("rules.toml"), "--trail", one.daemon.path("audit.jsonl")});
    BOOST_TEST(replayed.status == 0, replayed.out + replayed.err);
    BOOST_TEST(one.limit({"reset", "alice"}).status == 0);
    BOOST_TEST(one.answer().empty());
}

BOOST_AUTO_TEST_SUITE_END()
