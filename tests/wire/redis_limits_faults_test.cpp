// Limits that hosts share while their server is away, slow, wrong or lying.
#include "limits/limit_keys.h"
#include "limits/shared_suspensions.h"
#include "wire/certificates.h"
#include "wire/daemon.h"
#include "wire/limit_faults.h"
#include "wire/limit_servers.h"
#include "wire/patience.h"
#include "wire/scripted_server.h"
#include "wire/silent_relay.h"
#include "wire/table_server.h"

#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace msa;
using namespace msa::wire;

namespace {

using Strings = std::vector<std::string>;

/// What a real server answers, in raw octets, to what somebody sent.
class Relay {
public:
    explicit Relay(const LimitServer& server)
        : stream_(Stream::connect(unix_address(server.path_of("s")).value(), far()).value()) {}

    std::string answer(const std::string& sent) {
        BOOST_REQUIRE(stream_.send(sent, far()).has_value());
        RedisReader reader;
        std::string all;
        for (;;) {
            const auto octets = stream_.receive(4096, far()).value();
            all += octets;
            BOOST_REQUIRE(reader.add(octets).has_value());
            if (reader.next().value()) {
                return all;
            }
        }
    }

private:
    static Stream::Instant far() { return std::chrono::steady_clock::now() + patience; }

    Stream stream_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_limits_faults)

BOOST_AUTO_TEST_CASE(a_server_that_was_away_counts_again_without_a_restart) {
    LimitServer server;
    LimitHost host(limit_settings({server.url()}));
    const auto charge = daily("away|x|login:alice", 3);
    BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    server.process().stop();
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(error_of(host, charge) != "");
    }
    BOOST_TEST(host.store->trouble() != "");
    server.process().start();
    BOOST_TEST(comes_true([&] { return host.store->trouble().empty(); }));
    BOOST_TEST(accepted(*host.store, charge, 5) == 3);  // with nothing on disk it has forgotten
    const auto said = host.said.with([](const Strings& all) { return all; });
    BOOST_TEST(said.size() == 2U);
    BOOST_TEST(host.store->counts().unanswered == 5U);
}

BOOST_AUTO_TEST_CASE(a_frozen_server_charges_nothing_for_what_nobody_heard) {
    LimitServer server;
    auto settings = limit_settings({server.url()});
    settings.deadline = short_deadline;
    LimitHost host(settings);
    const auto charge = daily("frozen|x|login:bob", 4);
    BOOST_TEST(comes_true([&] { return accepted(*host.store, charge, 1) == 1; }));
    server.process().freeze();
    BOOST_TEST(says(error_of(host, charge), "in time"));
    server.process().go_on();
    BOOST_TEST(has_told_all(host));
    LimitHost other(limit_settings({server.url()}));
    BOOST_TEST(accepted(*other.store, charge, 9) == 3);
}

BOOST_AUTO_TEST_CASE(a_connection_whose_other_end_is_gone_without_a_word_costs_one_answer) {
    LimitServer server;
    SilentRelay between(server.path_of("s"));
    auto settings = limit_settings({between.url()});
    settings.deadline = short_deadline;
    LimitHost host(settings);
    const auto charge = daily("half-open|x|login:bella", 9);
    BOOST_TEST(comes_true([&] { return accepted(*host.store, charge, 1) == 1; }));
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(host.store->reserve("open", {charge}).has_value());
    between.fall_silent();
    host.store->commit("open");  // over a connection that is no better
    BOOST_TEST(says(error_of(host, charge), "in time"));
    BOOST_TEST(host.store->trouble() == "");
    BOOST_TEST(error_of(host.store->reserve("next", {charge})) == "");  // over a new one
    host.store->give_back("next");
    BOOST_TEST(has_told_all(host));
    LimitHost direct(limit_settings({server.url()}));
    BOOST_TEST(direct.store->reserve("1", {charge}).value().front().left == 6);
    direct.store->give_back("1");
    between.stay_silent();
    BOOST_TEST(comes_true([&] {
        BOOST_TEST(error_of(host, charge) != "");
        return host.store->trouble() != "";
    }));
    between.speak();
    BOOST_TEST(comes_true([&] { return host.store->trouble() == ""; }));
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(host.store->counts().lost_ends == 0U);
    BOOST_TEST(direct.store->reserve("2", {charge}).value().front().left == 6);
}

BOOST_AUTO_TEST_CASE(a_call_whose_answer_is_lost_is_counted_once) {
    LimitServer server;
    LimitHost direct(limit_settings({server.url()}));
    const auto charge = daily("lost|x|login:carol", 10);
    BOOST_TEST(error_of(direct, charge) == "");  // from now on the server has the script
    Relay relay(server);
    std::atomic<int> calls = 0;
    std::atomic<int> lost = 0;
    const ScriptedServer between([&](const std::string& received) {
        auto answer = relay.answer(received);
        return ++calls == lost ? std::string("?lost\r\n") : answer;
    });
    LimitHost host(limit_settings({url_of(between)}));
    BOOST_REQUIRE(error_of(host.store->reserve("1", {charge})).empty());
    for (int i = 0; i < 3; ++i) {
        lost = calls + 1;
        BOOST_REQUIRE(error_of(host.store->reserve("1", {charge})).empty());
    }
    BOOST_TEST(host.store->reserve("1", {charge}).value().front().left == 5);
    lost = calls + 1;
    host.store->give_back("1");
    BOOST_TEST(host.store->reserve("2", {charge}).value().front().left == 9);
}

BOOST_AUTO_TEST_CASE(our_own_counters_decide_while_the_server_is_away) {
    LimitServer server;
    auto settings = limit_settings({server.url()});
    settings.on_error = WithoutRedis::local;
    settings.hosts = 3;
    const LimitHost host(settings);
    const auto charge = daily("local|x|login:dora", 30);
    BOOST_TEST(!host.store->reserve("1", {charge}).value().front().is_local);
    server.process().stop();
    BOOST_TEST(host.store->reserve("1", {charge}).value().front().is_local);
    host.store->commit("1");
    BOOST_TEST(host.store->reserve("2", {charge}).value().front().is_local);
    host.store->give_back("2");
    BOOST_TEST(host.local.calls() == (Strings{"reserve 1 local|x|login:dora 10", "commit 1",
                                              "reserve 2 local|x|login:dora 10", "give_back 2"}),
               boost::test_tools::per_element());
    server.process().start();
    BOOST_TEST(
        comes_true([&] { return !host.store->reserve("3", {charge}).value().front().is_local; }));
}

BOOST_AUTO_TEST_CASE(mail_is_accepted_or_deferred_where_the_settings_say_so) {
    auto settings = limit_settings({"unix:/nonexistent/redis.sock"});
    settings.on_error = WithoutRedis::accept;
    const auto charge = daily("policy|x|login:erik", 1);
    const LimitHost lenient(settings);
    for (int i = 0; i < 4; ++i) {
        const auto answers = lenient.store->reserve(std::to_string(i), {charge}).value();
        BOOST_TEST(answers.front().is_within);
        BOOST_TEST(answers.front().is_local);
    }
    settings.on_error = WithoutRedis::defer;
    const LimitHost strict(settings);
    BOOST_TEST(error_of(strict.store->reserve("1", {charge})) != "");
    BOOST_TEST(lenient.local.calls().empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_or_says_nothing_decides_nothing) {
    for (const std::string answer :
         {"", "HTTP/1.0 200 OK\r\n\r\n", "$5\r\nalice!!", "+OK\r\n+OK\r\n", "*99999999\r\n",
          "$4\r\n1;1x\r\n", "$-1\r\n", ":1\r\n", "*0\r\n", "+OK\r\n", "-\r\n", "-MOVED\r\n",
          "-MOVED 1 127.0.0.1:x\r\n", "-ASK 1 x\r\n", "-NOSCRIPT no\r\n",
          "-LOADING Redis is loading the dataset in memory\r\n", "-READONLY no\r\n",
          "-MISCONF no\r\n"}) {
        const ScriptedServer server([&answer](const std::string&) { return std::string(answer); });
        LimitHost host(hasty({url_of(server)}));
        BOOST_TEST(error_of(host, daily("lies|x|login:frida", 1)) != "", answer);
    }
    const std::string large = "$1048000\r\n" + std::string(1048000, '1') + "\r\n";
    const ScriptedServer server([&large](const std::string&) { return std::string(large); });
    LimitHost host(limit_settings({url_of(server)}));
    BOOST_TEST(error_of(host, daily("lies|x|login:frida", 1)) != "");
}

BOOST_AUTO_TEST_CASE(a_full_server_decides_nothing_until_it_has_room) {
    LimitServer server;
    LimitHost host(limit_settings({server.url()}));
    const auto charge = daily("full|x|login:gerd", 2);
    BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(server.ask("CONFIG SET maxmemory 1") == "OK\n");
    BOOST_TEST(says(error_of(host, charge), "OOM"));
    BOOST_TEST(server.ask("CONFIG SET maxmemory 0") == "OK\n");
    BOOST_TEST(accepted(*host.store, charge, 2) == 1);
}

BOOST_AUTO_TEST_CASE(a_key_of_another_type_stops_its_limit_and_no_other) {
    LimitServer server;
    LimitHost host(limit_settings({server.url()}));
    const auto charge = daily("type|x|login:hans", 2);
    BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    BOOST_TEST(has_told_all(host));
    const auto name = counter_in(server);
    BOOST_TEST(server.ask("DEL '" + name + "'") == "1\n");
    BOOST_TEST(server.ask("RPUSH '" + name + "' x") == "1\n");
    const auto other = daily("other|x|login:hanna", 9);
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(says(error_of(host.store->reserve("1", {other, charge})), "WRONGTYPE"));
    }
    BOOST_TEST(host.store->trouble() == "");
    BOOST_TEST(host.store->reserve("2", {other}).value().front().left == 8);
    BOOST_TEST(server.ask("DEL '" + name + "'") == "1\n");
    BOOST_TEST(server.ask("SET '" + name + "' garbage") == "OK\n");
    BOOST_TEST(says(error_of(host, charge), "something else"));
    BOOST_TEST(server.ask("SET '" + name + "' thirteenoctet") == "OK\n");
    BOOST_TEST(says(error_of(host, charge), "something else"));
    BOOST_TEST(server.ask("SET '" + name + "' twelveoctets") == "OK\n");
    BOOST_TEST(error_of(host, charge) != "");
    BOOST_TEST(server.ask("GET '" + name + "'") == "twelveoctets\n");
}

BOOST_AUTO_TEST_CASE(another_server_is_asked_where_the_first_is_a_replica) {
    LimitServer master;
    LimitServer replica({"--replicaof", "127.0.0.1 " + std::to_string(master.port())});
    BOOST_TEST(comes_true([&] { return says(replica.ask("INFO replication"), "link_status:up"); }));
    const auto charge = daily("replica|x|login:ida", 2);
    const LimitHost both(limit_settings({replica.url(), master.url()}));
    BOOST_TEST(accepted(*both.store, charge, 3) == 2);
    LimitHost one(limit_settings({replica.url()}));
    BOOST_TEST(says(error_of(one, daily("fresh|x|login:ida", 2)), "READONLY"));
}

/// A server that lets nobody ask but `msa`, with no more rights than the manual names.
struct GuardedServer {
    GuardedServer() {
        settings.user = "msa";
        settings.password_file = folder.write("password", "secret\n");
        BOOST_REQUIRE(::chmod(settings.password_file.c_str(), 0600) == 0);
        BOOST_REQUIRE(
            says(server.ask("-a 'for all' ACL SETUSER msa on '>secret' '~msa2:*' +eval +evalsha "
                            "+time +get +set +del +zadd +zrange +zscore +zrem "
                            "+zremrangebyscore +pexpire +hget +hset +hdel +hscan +hlen"),
                 "OK"));
    }

    LimitServer server{{"--requirepass", "for all"}};
    TemporaryFolder folder;
    RedisLimitSettings settings = limit_settings({server.url()});
};

BOOST_AUTO_TEST_CASE(who_asks_must_prove_it) {
    const GuardedServer guarded;
    const auto charge = daily("rights|x|login:jan", 2);
    auto settings = guarded.settings;
    settings.user = "stranger";
    LimitHost stranger(settings);
    BOOST_TEST(says(error_of(stranger, charge), "WRONGPASS"));
    LimitHost nobody(limit_settings({guarded.server.url()}));
    BOOST_TEST(says(error_of(nobody, charge), "NOAUTH"));
}

BOOST_AUTO_TEST_CASE(who_has_proved_it_needs_few_rights) {
    const GuardedServer guarded;
    const auto charge = daily("rights|x|login:jan", 2);
    auto newcomer = daily("rights|y|login:jan", 2);
    newcomer.counting = Counting::newcomers;
    newcomer.member = "stranger@example.net";
    newcomer.memory = std::chrono::seconds(60);
    auto network = daily("rights|z|login:jan", 2);
    network.counting = Counting::distinct;
    network.member = "192.0.2.0/24";
    const LimitHost host(guarded.settings);
    const auto answers = host.store->reserve("1", {charge, newcomer, network});
    BOOST_TEST(error_of(answers) == "");
    host.store->commit("1");
    BOOST_TEST(has_told_all(host));
    auto kept = KeptSuspensions::open("", std::chrono::system_clock::now).value();
    kept->suspend({.login = "jan", .why = "x", .by = "y", .since = {}, .until = std::nullopt});
    SharedSuspensions shared({host.store->caller(), host.store->names()}, *kept, {}, {});
    const auto exchanged = shared.exchange();
    BOOST_TEST(exchanged.has_value(), (exchanged ? "" : exchanged.error().what));
    const auto top = host.store->fullest(9);
    BOOST_REQUIRE_MESSAGE(top, (top ? "" : top.error().what));
    BOOST_TEST(top->size() == 3U);
    BOOST_TEST(host.store->forget({charge}).value() == 1U);
}

BOOST_AUTO_TEST_CASE(tls_goes_to_the_server_that_its_certificate_names) {
    const Authority authority;
    const TemporaryFolder folder;
    authority.sign("IP:127.0.0.1", folder.path_of("server"));
    const int port = free_port();
    LimitServer server({"--bind", "127.0.0.1 127.0.0.2", "--tls-port", std::to_string(port),
                        "--tls-cert-file", folder.path_of("server.pem"), "--tls-key-file",
                        folder.path_of("server.key"), "--tls-ca-cert-file", authority.certificate(),
                        "--tls-auth-clients", "no"});
    const auto charge = daily("tls|x|login:kurt", 2);
    auto settings = limit_settings({"rediss://127.0.0.1:" + std::to_string(port)});
    LimitHost trusting(settings);
    BOOST_TEST(says(error_of(trusting, charge), "not trusted"));
    settings.ca_file = authority.certificate();
    const LimitHost host(settings);
    BOOST_TEST(accepted(*host.store, charge, 3) == 2);
    settings.servers = {"rediss://127.0.0.2:" + std::to_string(port)};
    LimitHost elsewhere(settings);
    const auto said = error_of(elsewhere, charge);
    BOOST_TEST(says(said, "127.0.0.2"), said);
    BOOST_TEST(says(said, "does not hold"), said);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_work_are_named_at_once) {
    FakeLimitStore local;
    const TemporaryFolder folder;
    const auto error = [&local](const RedisLimitSettings& settings) {
        const auto made = make_redis_limits(settings, local, [](const std::string&, bool) {});
        return made ? "" : made.error().what;
    };
    const auto good = limit_settings({"redis://127.0.0.1"});
    BOOST_TEST(error(good) == "");
    BOOST_TEST(error(limit_settings({})) != "");
    BOOST_TEST(error(limit_settings({"127.0.0.1"})) != "");
    BOOST_TEST(error(limit_settings({"redis://127.0.0.1", "rediss://127.0.0.1"})) != "");
    auto settings = good;
    settings.secret_file = folder.write("short", "short\n");
    BOOST_REQUIRE(::chmod(settings.secret_file.c_str(), 0600) == 0);
    BOOST_TEST(says(error(settings), "openssl rand"));
    settings.secret_file = folder.write("open", "a secret that everybody may read\n");
    BOOST_REQUIRE(::chmod(settings.secret_file.c_str(), 0644) == 0);
    BOOST_TEST(says(error(settings), "secret_file: "));
    settings = good;
    settings.password_file = folder.path_of("none");
    BOOST_TEST(says(error(settings), "password_file: "));
    settings = good;
    settings.is_cluster = true;
    settings.servers = {"redis://127.0.0.1/1"};
    BOOST_TEST(says(error(settings), "database"));
    settings = good;
    settings.servers = {"rediss://127.0.0.1"};
    settings.ca_file = folder.write("empty.pem", "");
    BOOST_TEST(says(error(settings), "ca_file: "));
}

BOOST_AUTO_TEST_SUITE_END()
