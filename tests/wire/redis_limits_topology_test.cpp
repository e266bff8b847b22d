// Limits that hosts share in a cluster of Redis, and where Sentinels name the master.
#include "limits/limit_keys.h"
#include "limits/shared_suspensions.h"
#include "wire/daemon.h"
#include "wire/limit_servers.h"
#include "wire/patience.h"
#include "wire/table_server.h"

#include <array>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;

namespace {

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

struct ClusterNode {
    int bus = free_port();
    LimitServer server{{"--cluster-enabled", "yes", "--cluster-port", std::to_string(bus),
                        "--cluster-node-timeout", "1000", "--cluster-require-full-coverage", "no"}};

    [[nodiscard]] std::string id() const { return line(server.ask("CLUSTER MYID")); }
};

/// Three nodes with a third of the slots each.
struct Cluster {
    std::array<ClusterNode, 3> nodes{};

    Cluster() {
        const std::array<const char*, 3> slots{"0 5460", "5461 10922", "10923 16383"};
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            BOOST_REQUIRE(nodes[i].server.ask("CLUSTER ADDSLOTSRANGE " + std::string(slots[i])) ==
                          "OK\n");
            BOOST_REQUIRE(nodes[0].server.ask("CLUSTER MEET 127.0.0.1 " +
                                              std::to_string(nodes[i].server.port()) + ' ' +
                                              std::to_string(nodes[i].bus)) == "OK\n");
        }
        BOOST_REQUIRE(comes_true([this] { return is_whole(); }));
    }
    [[nodiscard]] bool is_whole() const {
        return std::all_of(nodes.begin(), nodes.end(), [](const ClusterNode& node) {
            const auto info = node.server.ask("CLUSTER INFO");
            return says(info, "cluster_state:ok") && says(info, "cluster_slots_assigned:16384") &&
                   says(info, "cluster_known_nodes:3");
        });
    }
    [[nodiscard]] RedisLimitSettings settings() const {
        auto made = limit_settings({nodes[0].server.port_url()});
        made.is_cluster = true;
        return made;
    }
    [[nodiscard]] std::size_t owner(unsigned slot) const {
        return slot <= 5460 ? 0 : slot <= 10922 ? 1 : 2;
    }
};

std::string login(int number) {
    return "limit|x|login:" + std::to_string(number);
}

unsigned slot_of(const RedisLimitSettings& settings, const Charge& charge) {
    const auto secret = read_file(settings.secret_file, 1000).value();
    return cluster_slot(LimitNames(secret.substr(0, secret.find('\n'))).keys(charge).tag);
}

int sum(const std::vector<int>& counts) {
    int all = 0;
    for (const int count : counts) {
        all += count;
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_limits_topology)

BOOST_AUTO_TEST_CASE(hosts_share_limits_in_a_cluster) {
    const Cluster cluster;
    constexpr int logins = 12;
    std::array<std::vector<int>, 3> counts{};
    std::vector<std::thread> threads;
    for (auto& count : counts) {
        threads.emplace_back([&] {
            const LimitHost host(cluster.settings());
            for (int i = 0; i < logins; ++i) {
                count.push_back(accepted(*host.store, daily(login(i), 10), 8));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    BOOST_TEST(sum(counts[0]) + sum(counts[1]) + sum(counts[2]) == logins * 10);
    for (const auto& node : cluster.nodes) {
        BOOST_TEST(node.server.ask("DBSIZE") != "0\n");
    }
}

BOOST_AUTO_TEST_CASE(charges_on_several_nodes_are_charged_together_or_not_at_all) {
    const Cluster cluster;
    const LimitHost host(cluster.settings());
    std::vector<Charge> charges;
    for (int i = 0; i < 12; ++i) {
        charges.push_back(daily(login(i), i == 5 ? 1 : 3));
    }
    BOOST_TEST(host.store->reserve("1", charges).value()[5].is_within);
    const auto denied = host.store->reserve("2", charges).value();
    for (std::size_t i = 0; i < charges.size(); ++i) {
        BOOST_TEST(denied[i].is_within == (i != 5));
        BOOST_TEST(denied[i].left == (i == 5 ? 0 : 2));
    }
    host.store->give_back("1");
    BOOST_TEST(host.store->reserve("3", charges).value()[5].is_within);
}

BOOST_AUTO_TEST_CASE(full_limits_are_named_and_begun_again_wherever_they_are) {
    const Cluster cluster;
    const LimitHost one(cluster.settings());
    const LimitHost other(cluster.settings());
    constexpr int logins = 12;
    std::vector<Charge> charges;
    for (int i = 0; i < logins; ++i) {
        charges.push_back(daily(login(i), 4));
        BOOST_TEST(accepted(*one.store, charges.back(), i % 2 == 0 ? 3 : 1) > 0);
    }
    BOOST_TEST(comes_true([&] {
        const auto uses = other.store->fullest(100);
        return uses && uses->size() == logins / 2;
    }));
    const auto uses = other.store->fullest(3).value();
    BOOST_TEST(uses.size() == 3U);
    BOOST_TEST(uses.front().used == 3);
    BOOST_TEST(uses.front().key.starts_with("limit|x|login:"));
    BOOST_TEST(other.store->forget(charges).value() == static_cast<std::size_t>(logins));
    BOOST_TEST(other.store->fullest(100).value().empty());
    BOOST_TEST(accepted(*one.store, charges[0], 9) == 4);
}

BOOST_AUTO_TEST_CASE(who_is_suspended_stands_in_one_slot_and_outlives_its_node) {
    Cluster cluster;
    const auto settings = cluster.settings();
    const LimitHost one(settings);
    const LimitHost other(settings);
    auto kept = KeptSuspensions::open("", std::chrono::system_clock::now, "one").value();
    auto heard = KeptSuspensions::open("", std::chrono::system_clock::now, "two").value();
    const SharedSuspensions::Listeners quiet{.heard = [](const KnownSuspension&, bool) {},
                                             .trouble = [](const std::string&, bool) {}};
    SharedSuspensions here({one.store->caller(), one.store->names()}, *kept, {}, quiet);
    SharedSuspensions there({other.store->caller(), other.store->names()}, *heard, {}, quiet);
    const auto suspend = [&kept](const char* login) {
        kept->suspend({.login = login, .why = "x", .by = "y", .since = {}, .until = std::nullopt});
    };
    suspend("alice");
    BOOST_TEST(here.exchange().has_value());
    BOOST_TEST(there.exchange().has_value());
    BOOST_TEST(heard->known_of("alice").has_value());
    auto& node = cluster.nodes.at(cluster.owner(cluster_slot("suspended"))).server;
    node.process().stop();
    suspend("bob");
    BOOST_TEST(!here.exchange().has_value());
    BOOST_TEST(heard->known_of("alice").has_value());
    node.process().start();  // with nothing on disk
    BOOST_TEST(comes_true(
        [&] { return here.exchange() && there.exchange() && heard->known_of("bob").has_value(); }));
}

BOOST_AUTO_TEST_CASE(who_asks_about_a_slot_that_moves_waits_and_follows_it) {
    const Cluster cluster;
    const auto settings = cluster.settings();
    const LimitHost host(settings);
    const auto charge = daily(login(1), 3);
    const auto slot = slot_of(settings, charge);
    const auto from = cluster.owner(slot);
    const auto to = (from + 1) % cluster.nodes.size();
    const auto& source = cluster.nodes[from];
    const auto& target = cluster.nodes[to];
    const auto set = "CLUSTER SETSLOT " + std::to_string(slot) + ' ';
    BOOST_TEST(target.server.ask(set + "IMPORTING " + source.id()) == "OK\n");
    BOOST_TEST(source.server.ask(set + "MIGRATING " + target.id()) == "OK\n");
    auto hasty = settings;
    hasty.deadline = short_deadline;
    const LimitHost other(hasty);
    const auto unclear = other.store->reserve("0", {charge});
    BOOST_REQUIRE(!unclear);
    BOOST_TEST(says(unclear.error().what, "TRYAGAIN"), unclear.error().what);
    int during = 0;
    std::thread waits([&] { during = accepted(*host.store, charge, 1); });
    for (const auto* node : {&target, &source}) {
        BOOST_TEST(node->server.ask(set + "NODE " + target.id()) == "OK\n");
    }
    waits.join();
    BOOST_TEST(during == 1);
    BOOST_TEST(accepted(*host.store, charge, 5) == 2);
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(source.server.ask("CLUSTER COUNTKEYSINSLOT " + std::to_string(slot)) == "0\n");
}

BOOST_AUTO_TEST_CASE(a_node_that_is_away_stops_its_own_slots_alone) {
    Cluster cluster;
    const auto settings = cluster.settings();
    const LimitHost host(settings);
    std::array<Charge, 3> charges;
    for (int i = 0; charges[0].key.empty() || charges[1].key.empty() || charges[2].key.empty();
         ++i) {
        const auto charge = daily(login(i), 1000);
        charges.at(cluster.owner(slot_of(settings, charge))) = charge;
    }
    for (const auto& charge : charges) {
        BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    }
    cluster.nodes[2].server.process().stop();
    BOOST_TEST(accepted(*host.store, charges[2], 5) == 0);
    BOOST_TEST(accepted(*host.store, charges[0], 5) == 5);
    BOOST_TEST(accepted(*host.store, charges[1], 5) == 5);
    cluster.nodes[2].server.process().start();
    BOOST_TEST(comes_true([&] { return accepted(*host.store, charges[2], 1) == 1; }));
}

BOOST_AUTO_TEST_CASE(the_master_that_sentinels_name_is_asked_and_the_next_one_after_it) {
    LimitServer first;
    LimitServer second({"--replicaof", "127.0.0.1 " + std::to_string(first.port())});
    BOOST_REQUIRE(
        comes_true([&] { return says(second.ask("INFO replication"), "link_status:up"); }));
    const TemporaryFolder folder;
    const int port = free_port();
    const auto file = folder.write(
        "sentinel.conf", "port " + std::to_string(port) + "\nbind 127.0.0.1\ndir " + folder.path() +
                             "\nsentinel monitor mail 127.0.0.1 " + std::to_string(first.port()) +
                             " 1\nsentinel down-after-milliseconds mail 500\n"
                             "sentinel failover-timeout mail 3000\n");
    const auto ask_sentinel = [port](const std::string& words) {
        return shell("redis-cli -e -p " + std::to_string(port) + ' ' + words + " >/dev/null 2>&1");
    };
    ServerProcess sentinel({"redis-server", file, "--sentinel"}, folder.path_of("output"),
                           [&] { return ask_sentinel("PING"); });
    sentinel.end_by(SIGTERM);
    sentinel.start();
    const auto knows_replica = "SENTINEL REPLICAS mail | grep -q " + std::to_string(second.port());
    BOOST_REQUIRE(comes_true(
        [&] { return shell("redis-cli -p " + std::to_string(port) + ' ' + knows_replica); }));

    auto settings = limit_settings({"redis://127.0.0.1:" + std::to_string(port)});
    settings.sentinel_master = "mail";
    const LimitHost host(settings);
    const auto charge = daily("sentinel|x|login:alice", 10);
    int before = 0;
    BOOST_REQUIRE(comes_true([&] { return (before += accepted(*host.store, charge, 1)) == 4; }));
    BOOST_TEST(has_told_all(host));
    auto kept = KeptSuspensions::open("", std::chrono::system_clock::now, "one").value();
    const SharedSuspensions::Listeners quiet{.heard = [](const KnownSuspension&, bool) {},
                                             .trouble = [](const std::string&, bool) {}};
    SharedSuspensions shared({host.store->caller(), host.store->names()}, *kept, {}, quiet);
    kept->suspend({.login = "alice", .why = "x", .by = "y", .since = {}, .until = std::nullopt});
    BOOST_TEST(shared.exchange().has_value());
    BOOST_TEST(first.ask("WAIT 1 10000") == "1\n");
    first.process().stop();
    int after = 0;
    BOOST_TEST(comes_true([&] { return (after += accepted(*host.store, charge, 1)) == 6; }));
    BOOST_TEST(accepted(*host.store, charge, 3) == 0);
    BOOST_TEST(says(second.ask("ROLE"), "master"));
    BOOST_TEST(comes_true([&] { return shared.exchange().has_value(); }));
    auto heard = KeptSuspensions::open("", std::chrono::system_clock::now, "two").value();
    SharedSuspensions other({host.store->caller(), host.store->names()}, *heard, {}, quiet);
    BOOST_TEST(other.exchange().has_value());
    BOOST_TEST(heard->known_of("alice").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
