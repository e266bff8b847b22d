// Who is suspended, shared by hosts through a real Redis: each host is a list and its exchange.
#include "limits/shared_suspensions.h"

#include "wire/limit_servers.h"
#include "wire/patience.h"

#include <array>
#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace msa::wire;

namespace {

using Strings = std::vector<std::string>;
using Instant = Suspension::Instant;

struct SuspendingHost {
    explicit SuspendingHost(const LimitServer& server, const std::string& name = "one",
                            SharedSuspensions::Settings settings = {}, const std::string& path = {})
        : limits(limit_settings({server.url()})),
          kept(KeptSuspensions::open(
                   path, [this] { return std::chrono::system_clock::now() + ahead; }, name)
                   .value()),
          shared(
              {limits.store->caller(), limits.store->names()}, *kept, settings,
              {.heard =
                   [this](const KnownSuspension& each, bool is_release) {
                       heard.with([&](auto& all) {
                           all.push_back((is_release ? "-" : "+") + each.is.login);
                       });
                   },
               .trouble = [this](const std::string& what,
                                 bool) { said.with([&](auto& all) { all.push_back(what); }); }}) {}

    void suspend(const std::string& login, std::optional<std::chrono::hours> length = {}) {
        const auto now = kept->own_now();
        kept->suspend({.login = login,
                       .why = "too many",
                       .by = "rule daily",
                       .since = now,
                       .until = length ? std::optional<Instant>(now + *length) : std::nullopt});
    }
    [[nodiscard]] bool knows(const std::string& login) const {
        return kept->known_of(login).has_value();
    }
    void exchange() {
        const auto done = shared.exchange();
        BOOST_TEST(done.has_value(), (done ? "" : done.error().what));
    }

    std::chrono::hours ahead{0};
    LimitHost limits;
    std::unique_ptr<KeptSuspensions> kept;
    Guarded<Strings> heard{};
    Guarded<Strings> said{};
    SharedSuspensions shared;
};

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string hash_key(const LimitServer& server) {
    const auto keys = server.ask("KEYS 'msa2:{suspended}*'");
    return keys.substr(0, keys.find('\n'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shared_suspensions)

BOOST_AUTO_TEST_CASE(who_is_suspended_or_released_on_one_host_is_so_on_all) {
    const LimitServer server;
    SuspendingHost one(server);
    SuspendingHost two(server, "two");
    SuspendingHost three(server, "three");
    one.suspend("alice");
    one.exchange();
    two.exchange();
    three.exchange();
    BOOST_TEST(two.knows("alice"));
    BOOST_TEST(three.kept->of("alice").value().value().by == "rule daily, on one");
    BOOST_TEST(one.kept->of("alice").value().value().by == "rule daily");
    BOOST_TEST((two.kept->release("alice", "root", "new password").has_value()));
    two.exchange();
    one.exchange();
    three.exchange();
    BOOST_TEST(!one.knows("alice"));
    BOOST_TEST(!three.knows("alice"));
    BOOST_TEST(three.heard.with([](auto& all) { return all; }) == (Strings{"+alice", "-alice"}),
               boost::test_tools::per_element());
    BOOST_TEST(one.shared.trouble().empty());
    BOOST_TEST(one.shared.age().has_value());
}

BOOST_AUTO_TEST_CASE(a_thread_hears_of_it_by_itself) {
    const LimitServer server;
    SuspendingHost one(server);
    SuspendingHost two(server, "two");
    one.shared.begin();
    two.shared.begin();
    one.suspend("alice");
    BOOST_TEST(comes_true([&two] { return two.knows("alice"); }));
    (void)two.kept->release("alice");
    BOOST_TEST(comes_true([&one] { return !one.knows("alice"); }));
}

BOOST_AUTO_TEST_CASE(what_hosts_did_while_they_could_not_see_each_other_holds) {
    LimitServer server;
    SuspendingHost one(server);
    SuspendingHost two(server, "two");
    one.suspend("alice");
    one.suspend("bob");
    one.exchange();
    two.exchange();
    server.process().stop();
    BOOST_TEST(!one.shared.exchange().has_value());
    one.suspend("carol");  // each suspends her,
    two.suspend("carol");  // and one of them releases what it knows
    (void)two.kept->release("carol");
    (void)one.kept->release("alice");
    two.suspend("dora");
    BOOST_TEST(two.knows("alice"));  // what a host last heard holds
    server.process().start();        // with nothing on disk it has forgotten all
    BOOST_TEST(comes_true([&] { return one.shared.exchange() && two.shared.exchange(); }));
    one.exchange();
    for (const auto* host : {&one, &two}) {
        BOOST_TEST(!host->knows("alice"));
        BOOST_TEST(host->knows("bob"));
        BOOST_TEST(host->knows("carol"));
        BOOST_TEST(host->knows("dora"));
    }
    BOOST_TEST(one.said.with([](auto& all) { return all.size(); }) == 2U);
}

BOOST_AUTO_TEST_CASE(what_a_server_lost_or_a_stranger_changed_is_told_again) {
    const LimitServer server;
    SuspendingHost one(server);
    SuspendingHost two(server, "two");
    one.suspend("alice");
    one.exchange();
    BOOST_TEST(server.ask("FLUSHALL") == "OK\n");
    two.suspend("bob");
    two.exchange();
    one.exchange();
    two.exchange();
    BOOST_TEST(two.knows("alice"));
    BOOST_TEST(one.knows("bob"));
    // A backup comes back from before the release.
    const auto before = server.ask("--raw HGETALL '" + hash_key(server) + "'");
    (void)one.kept->release("alice");
    one.exchange();
    two.exchange();
    BOOST_TEST(!two.knows("alice"));
    std::vector<std::string> words;
    for (std::size_t at = 0; at < before.size();) {
        const auto end = before.find('\n', at);
        words.push_back(before.substr(at, end - at));
        at = end + 1;
    }
    BOOST_TEST(server.ask("DEL '" + hash_key(server) + "'") == "1\n");
    const auto key = "msa2:{suspended}" + one.limits.store->names().member("suspended");
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        BOOST_TEST(server.ask("HSET '" + key + "' '" + words[i] + "' '" + words[i + 1] + "'") ==
                   "1\n");
    }
    one.exchange();
    two.exchange();
    SuspendingHost three(server, "three");
    three.exchange();
    BOOST_TEST(!one.knows("alice"));
    BOOST_TEST(!two.knows("alice"));
    BOOST_TEST(!three.knows("alice"));
    BOOST_TEST(three.knows("bob"));
}

BOOST_AUTO_TEST_CASE(a_host_that_was_away_brings_and_hears_what_it_missed) {
    const LimitServer server;
    const TemporaryFolder folder;
    const auto path = folder.path_of("suspended.json");
    {
        SuspendingHost one(server, "one", {}, path);
        one.suspend("alice");
        one.suspend("bob");
        one.exchange();
        one.suspend("carol");  // it ends before anybody hears of her
    }
    SuspendingHost two(server, "two");
    two.exchange();
    BOOST_TEST(!two.knows("carol"));
    (void)two.kept->release("alice");
    two.exchange();
    SuspendingHost again(server, "one", {}, path);
    BOOST_TEST(again.knows("alice"));
    again.exchange();
    two.exchange();
    BOOST_TEST(!again.knows("alice"));
    BOOST_TEST(again.knows("bob"));
    BOOST_TEST(two.knows("carol"));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_a_day_off_ends_nothing_too_early_or_too_late) {
    const LimitServer server;
    SuspendingHost right(server);
    SuspendingHost ahead(server, "ahead");
    SuspendingHost behind(server, "behind");
    ahead.ahead = std::chrono::hours(24);
    behind.ahead = -std::chrono::hours(24);
    for (auto* host : {&right, &ahead, &behind}) {
        host->exchange();
    }
    right.suspend("alice", std::chrono::hours(2));
    ahead.suspend("bob", std::chrono::hours(2));
    behind.suspend("carol", std::chrono::hours(2));
    for (int round = 0; round < 2; ++round) {
        for (auto* host : {&right, &ahead, &behind}) {
            host->exchange();
        }
    }
    const auto now = std::chrono::system_clock::now();
    for (auto* host : {&right, &ahead, &behind}) {
        for (const auto* login : {"alice", "bob", "carol"}) {
            const auto until = host->kept->of(login).value().value().until.value();
            BOOST_TEST((until > now + std::chrono::minutes(115)));
            BOOST_TEST((until < now + std::chrono::minutes(121)));
        }
    }
    (void)behind.kept->release("alice");
    behind.exchange();
    right.exchange();
    BOOST_TEST(!right.knows("alice"));
}

BOOST_AUTO_TEST_CASE(no_login_and_no_reason_stands_there_in_clear_and_every_key_expires) {
    const LimitServer server;
    SuspendingHost one(server, "one.example.org");
    one.suspend("alice");
    one.suspend("l" + std::string(1023, 'o') + "\xff");
    one.exchange();
    (void)one.kept->release("alice", "root", "new password");
    one.exchange();
    const auto all = server.ask("HGETALL '" + hash_key(server) + "'");
    BOOST_TEST(all.size() > 500U);
    for (const auto* word : {"alice", "too many", "daily", "root", "password", "example", "looo"}) {
        BOOST_TEST(!says(all, word), word);
    }
    BOOST_TEST(server.ask("PTTL '" + hash_key(server) + "'") > "1");
    SuspendingHost two(server, "two");
    two.exchange();
    BOOST_TEST(two.knows("l" + std::string(1023, 'o') + "\xff"));
}

BOOST_AUTO_TEST_CASE(who_has_no_secret_can_neither_suspend_nor_release) {
    const LimitServer server;
    SuspendingHost one(server);
    one.suspend("alice");
    one.exchange();
    const auto key = hash_key(server);
    const auto fields = server.ask("HKEYS '" + key + "'");
    auto field = fields.substr(0, fields.find('\n'));
    if (field == "#") {
        field = fields.substr(2, fields.find('\n', 2) - 2);
    }
    const auto value = server.ask("HGET '" + key + "' '" + field + "'");
    // As released, with the seal of the suspension; and the same in another field.
    BOOST_TEST(server.ask("HSET '" + key + "' '" + field + "' 'r" +
                          value.substr(1, value.size() - 2) + "'") == "0\n");
    BOOST_TEST(server.ask("HSET '" + key + "' 'AAAAAAAAAAAA:BBBB' '" +
                          value.substr(0, value.size() - 1) + "'") == "1\n");
    BOOST_TEST(server.ask("HSET '" + key + "' junk 's0 AAAA' other junk third 'x0 AAAA'") == "3\n");
    BOOST_TEST(server.ask("HSET '" + key + "' '#' changed") == "0\n");
    one.exchange();
    SuspendingHost two(server, "two");
    two.exchange();
    BOOST_TEST(one.knows("alice"));
    BOOST_TEST(two.kept->all().empty());
}

BOOST_AUTO_TEST_CASE(thousands_are_exchanged_in_pages) {
    const LimitServer server;
    SuspendingHost one(server);
    SuspendingHost two(server, "two");
    constexpr int count = 1500;
    for (int i = 0; i < count; ++i) {
        one.suspend("login" + std::to_string(i));
    }
    one.exchange();
    two.exchange();
    BOOST_TEST(two.kept->all().size() == static_cast<std::size_t>(count));
}

BOOST_AUTO_TEST_CASE(a_strict_host_that_has_heard_nothing_cannot_tell) {
    LimitServer server;
    server.process().stop();
    SharedSuspensions::Settings settings;
    settings.is_strict = true;
    settings.oldest = std::chrono::milliseconds(0);
    settings.patience = std::chrono::milliseconds(200);
    SuspendingHost one(server, "one", settings);
    one.shared.begin();
    BOOST_TEST(!one.kept->of("alice").has_value());
    one.suspend("alice");
    BOOST_TEST(one.kept->of("alice").value().has_value());
    SuspendingHost lenient(server, "two");
    BOOST_TEST(!lenient.shared.exchange().has_value());
    BOOST_TEST(!lenient.kept->of("alice").value().has_value());
    BOOST_TEST(!lenient.shared.age().has_value());
}

BOOST_AUTO_TEST_CASE(a_key_of_another_type_is_said_and_releases_nobody) {
    const LimitServer server;
    SuspendingHost one(server);
    one.suspend("alice");
    one.exchange();
    const auto key = hash_key(server);
    BOOST_TEST(server.ask("DEL '" + key + "'") == "1\n");
    BOOST_TEST(server.ask("RPUSH '" + key + "' x") == "1\n");
    BOOST_TEST(!one.shared.exchange().has_value());
    BOOST_TEST(says(one.shared.trouble(), "WRONGTYPE"), one.shared.trouble());
    BOOST_TEST(one.knows("alice"));
    BOOST_TEST(server.ask("DEL '" + key + "'") == "1\n");
    one.exchange();
    SuspendingHost two(server, "two");
    two.exchange();
    BOOST_TEST(two.knows("alice"));
}

BOOST_AUTO_TEST_CASE(a_full_server_forgets_nobody) {
    const LimitServer full;
    SuspendingHost two(full, "two");
    two.suspend("bob");
    two.exchange();
    BOOST_TEST(full.ask("CONFIG SET maxmemory 1") == "OK\n");
    two.suspend("carol");
    (void)two.shared.exchange();  // it may take what is small, or nothing
    BOOST_TEST(two.knows("carol"));
    BOOST_TEST(full.ask("CONFIG SET maxmemory 0") == "OK\n");
    two.exchange();
    SuspendingHost three(full, "three");
    three.exchange();
    BOOST_TEST(three.knows("carol"));
}

BOOST_AUTO_TEST_SUITE_END()
