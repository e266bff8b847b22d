// Limits that hosts share, in a real Redis.
#include "limits/memory_limits.h"
#include "wire/limit_model.h"
#include "wire/limit_servers.h"
#include "wire/patience.h"

#include <array>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace msa;
using namespace msa::wire;

namespace {

using std::chrono::seconds;

LimitServer& redis() {
    static LimitServer shared;
    return shared;
}

RedisLimitSettings shared_settings() {
    return limit_settings({redis().url()});
}

std::vector<LimitAnswer> said(LimitStore& store, const std::string& transaction,
                              const std::vector<Charge>& charges) {
    auto answers = store.reserve(transaction, charges);
    BOOST_REQUIRE_MESSAGE(answers, (answers ? "" : answers.error().what));
    return *std::move(answers);
}

/// The limits of generated traffic: each kind, with windows that pass while the test runs, and
/// others that do not.
Charge generated_charge(const std::string& run) {
    static const std::array<Quota, 6> quotas{{{1000, seconds(1), 3},
                                              {7, seconds(86400), 5},
                                              {50000, seconds(1), 2},
                                              {3, seconds(1), 4},
                                              {30, seconds(2), 3},
                                              {60, seconds(3600), 2}}};
    Charge charge;
    const auto which = *rc::gen::inRange<std::size_t>(0, quotas.size());
    const auto kind = *rc::gen::inRange(0, 4);
    charge.counting = static_cast<Counting>(kind);
    charge.quota = quotas[which];
    if (charge.counting == Counting::distinct) {
        charge.quota.events = charge.quota.burst;
    }
    if (charge.counting == Counting::share) {
        charge.quota.events = 30;
    }
    charge.key = run + std::to_string(which) + '.' + std::to_string(kind) +
                 "|x|login:" + std::to_string(*rc::gen::inRange(0, 2));
    const bool has_member =
        charge.counting == Counting::distinct || charge.counting == Counting::newcomers;
    charge.member = has_member ? "member" + std::to_string(*rc::gen::inRange(0, 6)) : "";
    charge.memory = seconds(has_member ? 86400 : 0);
    const int most = charge.counting == Counting::share ? 2 : 4;
    charge.cost = *rc::gen::inRange(has_member ? 1 : 0, has_member ? 2 : most);
    charge.is_enforced = *rc::gen::inRange(0, 4) != 0;
    charge.is_final = *rc::gen::inRange(0, 5) == 0;
    charge.is_question = *rc::gen::inRange(0, 8) == 0;
    return charge;
}

void must_be_equal(const std::vector<LimitAnswer>& found, const std::vector<LimitAnswer>& expected,
                   const std::vector<Charge>& charges) {
    RC_ASSERT(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        RC_LOG() << charges[i].key << " cost " << charges[i].cost << ' ' << charges[i].member
                 << '\n';
        RC_ASSERT(found[i].is_within == expected[i].is_within);
        RC_ASSERT(found[i].is_too_much == expected[i].is_too_much);
        RC_ASSERT(found[i].left == expected[i].left);
        RC_ASSERT((found[i].next_at == expected[i].next_at));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_limits)

RC_BOOST_PROP(three_hosts_answer_as_one_that_remembers_everything, ()) {
    static std::array<LimitHost, 3> hosts{
        LimitHost(shared_settings()), LimitHost(shared_settings()), LimitHost(shared_settings())};
    static int runs = 0;
    const auto run = "run" + std::to_string(++runs) + '/';
    LimitModel model;
    const auto steps = *rc::gen::inRange(1, 40);
    for (int step = 0; step < steps; ++step) {
        const auto host = *rc::gen::inRange<std::size_t>(0, hosts.size());
        const auto transaction =
            run + std::to_string(host) + '.' + std::to_string(*rc::gen::inRange(0, 3));
        auto& store = *hosts[host].store;
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                store.commit(transaction);
                RC_ASSERT(has_told_all(hosts[host]));
                model.commit(transaction);
                break;
            case 1:
                store.give_back(transaction);
                model.give_back(transaction);
                break;
            default: {
                std::vector<Charge> charges;
                for (int count = *rc::gen::inRange(1, 4); count > 0; --count) {
                    charges.push_back(generated_charge(run));
                }
                const auto judged = store.judged(transaction, charges);
                RC_ASSERT(judged.has_value());
                must_be_equal(judged->answers,
                              model.reserve(transaction, charges, judged->now.count()), charges);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(hosts_that_ask_at_once_let_through_what_one_would) {
    const auto charge = daily("at once|100/86400|login:alice", 100);
    std::array<int, 3> counts{};
    {
        std::vector<std::thread> threads;
        for (auto& count : counts) {
            threads.emplace_back([&count, &charge] {
                const LimitHost host(shared_settings());
                count = accepted(*host.store, charge, 70);
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
    }
    BOOST_TEST(counts[0] + counts[1] + counts[2] == 100);
}

BOOST_AUTO_TEST_CASE(nothing_is_charged_where_one_limit_is_used_up) {
    const LimitHost host(shared_settings());
    const auto wide = daily("wide|x|login:bob", 5);
    const auto narrow = daily("narrow|x|domain:example.org", 1);
    BOOST_TEST(said(*host.store, "1", {wide, narrow})[1].is_within);
    const auto denied = said(*host.store, "2", {wide, narrow});
    BOOST_TEST(denied[0].is_within);
    BOOST_TEST(denied[0].left == 4);
    BOOST_TEST(!denied[1].is_within);
    BOOST_TEST(!denied[1].is_too_much);
    BOOST_TEST((denied[1].next_at > LimitAnswer::Instant{}));
    host.store->give_back("1");
    BOOST_TEST(said(*host.store, "3", {wide, narrow})[1].is_within);
}

BOOST_AUTO_TEST_CASE(what_nobody_ends_lapses) {
    auto settings = shared_settings();
    settings.lapse = std::chrono::milliseconds(1);
    const LimitHost crashed(settings);
    const auto charge = daily("lapses|x|login:carol", 1);
    BOOST_TEST(said(*crashed.store, "never ended", {charge})[0].is_within);
    BOOST_TEST(comes_true([&] { return accepted(*crashed.store, charge, 1) == 1; }));
}

BOOST_AUTO_TEST_CASE(no_clear_text_stands_in_the_server) {
    const LimitHost host(shared_settings());
    auto newcomer = daily("strangers|x|login:dora@example.org", 10);
    newcomer.counting = Counting::newcomers;
    newcomer.member = "stranger@example.net";
    newcomer.memory = seconds(86400);
    auto network = daily("networks|x|login:dora@example.org", 10);
    network.counting = Counting::distinct;
    network.member = "192.0.2.0/24";
    network.is_final = true;
    BOOST_TEST(said(*host.store, "session-of-dora", {newcomer, network})[0].is_within);
    const auto before = redis().ask(
        "EVAL \"local all = {} for _, k in ipairs(redis.call('KEYS', '*')) do "
        "local kind = redis.call('TYPE', k).ok "
        "local held = kind == 'string' and {redis.call('GET', k)} or "
        "kind == 'hash' and redis.call('HGETALL', k) or redis.call('ZRANGE', k, 0, -1) "
        "all[#all + 1] = k .. ' ' .. table.concat(held, ' ') end return all\" 0");
    BOOST_TEST(before.find("msa2:") != std::string::npos);
    for (const auto* word : {"dora", "stranger", "192.0.2", "session-of", "example"}) {
        BOOST_TEST(before.find(word) == std::string::npos, word);
    }
}

BOOST_AUTO_TEST_CASE(every_key_expires) {
    BOOST_TEST(redis().ask("EVAL \"local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do if "
                           "redis.call('PTTL', k) < 0 then n = n + 1 end end return n\" 0") ==
               "0\n");
}

BOOST_AUTO_TEST_CASE(long_logins_and_many_recipients_are_counted) {
    const LimitHost host(shared_settings());
    auto charge = daily("long|x|login:" + std::string(1024, 'l'), 100'000);
    charge.cost = 100'000;
    BOOST_TEST(said(*host.store, "1", {charge})[0].left == 0);
    charge.cost = 1;
    BOOST_TEST(!said(*host.store, "1", {charge})[0].is_within);
    charge.cost = 100'001;
    BOOST_TEST(said(*host.store, "1", {charge})[0].is_too_much);
}

BOOST_AUTO_TEST_CASE(very_many_new_recipients_of_one_message_are_known_once_it_is_accepted) {
    constexpr std::int64_t many = 2000;
    constexpr std::int64_t burst = 20'000;
    const LimitHost host(shared_settings());
    auto charge = daily("strangers|x|login:" + std::string(1024, 's'), 1);
    charge.quota.burst = burst;  // of which nothing comes back within the test
    charge.counting = Counting::newcomers;
    charge.memory = std::chrono::hours(24);
    const auto write_to_all = [&](const char* transaction) {
        std::int64_t left = 0;
        for (std::int64_t i = 0; i < many; ++i) {
            charge.member = std::to_string(i) + "@example.net";
            left = said(*host.store, transaction, {charge})[0].left;
        }
        return left;
    };
    BOOST_TEST(write_to_all("refused") == burst - many);
    host.store->give_back("refused");
    BOOST_TEST(write_to_all("accepted") == burst - many);
    host.store->commit("accepted");
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(write_to_all("once more") == burst - many);
    host.store->give_back("once more");
}

BOOST_AUTO_TEST_CASE(a_message_to_a_hundred_thousand_strangers_takes_no_more_room_than_one_to_few) {
    constexpr std::int64_t many = 100'000;
    constexpr std::int64_t at_once = 50;
    LimitServer server;
    const LimitHost host(limit_settings({server.url()}));
    auto charge = daily("strangers|x|login:thomas", 3 * many);
    charge.quota.window =
        std::chrono::hours(24 * 365 * 10);  // nothing comes back meanwhile; nor is it half used
    charge.counting = Counting::newcomers;
    charge.memory = std::chrono::hours(24);
    std::int64_t left = 0;
    for (std::int64_t first = 0; first < many; first += at_once) {
        std::vector<Charge> charges;
        for (auto i = first; i < first + at_once; ++i) {
            charges.push_back(charge);
            charges.back().member = std::to_string(i) + "@example.net";
        }
        left = said(*host.store, "1", charges).back().left;
    }
    BOOST_TEST(left == 2 * many);
    // Each further recipient reads and writes this, and nothing else.
    BOOST_TEST(server.ask("EVAL \"local n = 0 for _, k in ipairs(redis.call('KEYS', 'msa2:*')) do "
                          "if redis.call('TYPE', k).ok ~= 'string' then return -1 end "
                          "if not string.find(k, '}t') then n = n + redis.call('STRLEN', k) end "
                          "end return n < 200\" 0") == "1\n");
    host.store->commit("1");
    BOOST_TEST(has_told_all(host));
    BOOST_TEST(host.store->counts().lost_ends == 0U);
    charge.member = std::to_string(many - 1) + "@example.net";
    BOOST_TEST(said(*host.store, "2", {charge})[0].left == 2 * many);
    charge.member = "0@example.net";
    BOOST_TEST(said(*host.store, "2", {charge})[0].left == 2 * many);
    charge.member = "somebody@example.net";
    BOOST_TEST(said(*host.store, "2", {charge})[0].left == 2 * many - 1);
}

BOOST_AUTO_TEST_CASE(what_the_end_of_a_message_notes_goes_with_it_and_is_counted_once) {
    const LimitHost host(shared_settings());
    const auto messages = daily("noted|x|login:nora", 9);
    Charge refused;
    refused.key = "refused|x|login:nora";
    refused.quota = {50, seconds(3600), 1};
    refused.counting = Counting::share;
    refused.is_enforced = false;
    refused.is_final = true;
    auto question = refused;
    question.is_question = true;
    question.cost = 0;
    for (const std::int64_t cost : {0, 0, 1}) {
        BOOST_TEST(said(*host.store, "m", {messages})[0].is_within);
        const auto before = host.store->counts().answered;
        refused.cost = cost;
        BOOST_TEST(host.store->reserve("m", {refused}).has_value());
        BOOST_TEST(host.store->counts().answered == before);  // nobody was asked
        cost == 1 ? host.store->give_back("m") : host.store->commit("m");
        BOOST_TEST(has_told_all(host));
    }
    BOOST_TEST(said(*host.store, "q", {question})[0].left == 50 - 34);
}

BOOST_AUTO_TEST_CASE(a_share_is_asked_about_what_was_counted_as_in_memory) {
    const LimitHost host(shared_settings());
    MemoryLimits memory([] { return std::chrono::steady_clock::now(); },
                        [] { return std::chrono::system_clock::now(); });
    Charge refused;
    refused.key = "asked|x|login:nora";
    refused.quota = {30, seconds(86400), 3};
    refused.counting = Counting::share;
    refused.is_enforced = false;
    refused.is_final = true;
    auto question = refused;
    question.is_question = true;
    for (int tried = 0; tried < 4; ++tried) {
        for (auto* store :
             {static_cast<LimitStore*>(host.store.get()), static_cast<LimitStore*>(&memory)}) {
            BOOST_TEST(said(*store, "q" + std::to_string(tried), {question})[0].is_within ==
                       (tried < 3));
            (void)said(*store, "m" + std::to_string(tried), {refused});
        }
    }
}

BOOST_AUTO_TEST_CASE(a_script_that_was_forgotten_is_sent_again) {
    const LimitHost host(shared_settings());
    const auto charge = daily("forgotten|x|login:erik", 2);
    BOOST_TEST(accepted(*host.store, charge, 1) == 1);
    BOOST_TEST(redis().ask("SCRIPT FLUSH") == "OK\n");
    BOOST_TEST(accepted(*host.store, charge, 2) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
