// Limits in a server that holds what is not ours, whose clock was set, or that is old.
#include "wire/limit_faults.h"
#include "wire/limit_servers.h"
#include "wire/scripted_server.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;

namespace {

using Strings = std::vector<std::string>;

/// All that is counted, as a server leaves it whose clock was a day ahead and is set back.
void set_clock_back(const LimitServer& server) {
    BOOST_TEST(server.ask(R"(EVAL "
        for _, key in ipairs(redis.call('KEYS', 'msa2:*')) do
          local kind = redis.call('TYPE', key).ok
          if kind == 'zset' then
            local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
            for i = 1, #all, 2 do redis.call('ZADD', key, all[i + 1] + 86400e6, all[i]) end
          elseif kind == 'string' then
            local raw = redis.call('GET', key)
            if #raw == 33 then
              local who, at, n, h, t = struct.unpack('<Bdddd', raw)
              redis.call('SET', key, struct.pack('<Bdddd', who, at + 240, n, h, t + 86400e6))
            elseif #raw == 12 then
              local name, level = struct.unpack('<c4d', raw)
              redis.call('SET', key, struct.pack('<c4d', name, level + 86400e6))
            end
          end
        end
        return 'set'" 0)") == "set\n");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_limits_odd)

BOOST_AUTO_TEST_CASE(a_key_of_another_type_is_said_with_its_name_and_once_a_minute) {
    LimitServer server;
    LimitHost host(limit_settings({server.url()}));
    const auto charge = daily("type|x|login:hans", 2);
    BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(host.store->refusal() == "");
    const auto name = counter_in(server);
    BOOST_TEST(server.ask("DEL '" + name + "'") == "1\n");
    BOOST_TEST(server.ask("RPUSH '" + name + "' x") == "1\n");
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(error_of(host, charge) != "");
    }
    const auto refusal = host.store->refusal();
    BOOST_TEST(says(refusal, "wrong kind of value; it is one of these: "), refusal);
    BOOST_TEST(says(refusal, name), refusal);
    BOOST_TEST(!says(refusal, "script"), refusal);
    BOOST_TEST(host.said.with([](const Strings& all) { return all; }) == Strings{refusal},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_server_counted_before_its_clock_was_set_back_begins_anew) {
    LimitServer server;
    LimitHost host(limit_settings({server.url()}));
    const auto rate = daily("clock|x|login:lena", 3);
    auto network = daily("clock|y|login:lena", 1);
    network.counting = Counting::distinct;
    network.member = "192.0.2.0/24";
    auto other_network = network;
    other_network.member = "198.51.100.0/24";
    auto share = daily("clock|z|login:lena", 30);
    share.counting = Counting::share;
    share.quota.burst = 1;
    BOOST_TEST(accepted(*host.store, rate, 1) == 1);
    BOOST_TEST(accepted(*host.store, network, 1) == 1);
    BOOST_TEST(accepted(*host.store, other_network, 1) == 0);
    share.is_final = true;
    (void)host.store->reserve("refused", {share});
    host.store->commit("refused");
    BOOST_TEST(has_told_all(host));
    set_clock_back(server);
    BOOST_TEST(accepted(*host.store, rate, 5) == 3);
    BOOST_TEST(accepted(*host.store, other_network, 1) == 1);
    share.is_question = true;
    BOOST_TEST(host.store->reserve("next", {share}).value().front().left == 30);
}

BOOST_AUTO_TEST_CASE(what_older_servers_say_of_a_script_is_understood) {
    const std::string of_script =
        "-ERR Error running script (call to f_0123456789012345678901234567890123456789): "
        "@user_script:1: @user_script: 1: -";
    const auto charge = daily("old|x|login:mia", 2);
    const ScriptedServer full([&](const std::string&) {
        return of_script + "OOM command not allowed when used memory > 'maxmemory'.\r\n";
    });
    LimitHost host(hasty({url_of(full)}));
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(error_of(host, charge) != "");
    }
    BOOST_TEST(says(host.store->trouble(), ": OOM command not allowed"), host.store->trouble());
    const LimitServer master;
    const ScriptedServer replica([&](const std::string&) {
        return of_script + "READONLY You can't write against a read only slave.\r\n";
    });
    const LimitHost both(limit_settings({url_of(replica), master.url()}));
    BOOST_TEST(accepted(*both.store, charge, 3) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
