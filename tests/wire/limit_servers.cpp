// Servers of Redis for tests of limits, see limit_servers.h.
#include "wire/limit_servers.h"

#include "wire/daemon.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

namespace msa::wire {

namespace {

std::vector<std::string> arguments_of(const TemporaryFolder& folder, int port,
                                      std::vector<std::string> options) {
    std::vector<std::string> words{"redis-server",
                                   "--unixsocket",
                                   folder.path_of("s"),
                                   "--port",
                                   std::to_string(port),
                                   "--bind",
                                   "127.0.0.1",
                                   "--dir",
                                   folder.path(),
                                   "--save",
                                   "",
                                   "--appendonly",
                                   "no"};
    words.insert(words.end(), options.begin(), options.end());
    return words;
}

std::string secret_file() {
    static const TemporaryFolder folder;
    static const std::string path = [] {
        auto made = folder.write("secret", "a secret of the hosts of this test\n");
        BOOST_REQUIRE(::chmod(made.c_str(), 0600) == 0);
        return made;
    }();
    return path;
}

}  // namespace

LimitServer::LimitServer(std::vector<std::string> options)
    : port_(free_port()),
      server_(arguments_of(folder_, port_, std::move(options)), folder_.path_of("output"),
              [this] { return !ask("PING").empty(); }) {
    server_.end_by(SIGTERM);
    server_.start();
}

std::string LimitServer::ask(const std::string& arguments) const {
    const auto output = folder_.path_of("said");
    (void)shell("redis-cli --no-auth-warning -s " + folder_.path_of("s") + ' ' + arguments + " >" +
                output + " 2>/dev/null");
    return contents(output);
}

LimitHost::LimitHost(RedisLimitSettings settings) {
    auto made = make_redis_limits(settings, local, [this](const std::string& what, bool) {
        said.with([&what](auto& all) { all.push_back(what); });
    });
    BOOST_REQUIRE_MESSAGE(made, (made ? "" : made.error().what));
    store = *std::move(made);
}

bool has_told_all(const LimitHost& host) {
    return comes_true([&host] {
        host.store->settle(std::chrono::steady_clock::now() + patience);
        return host.store->counts().waiting_ends == 0;
    });
}

RedisLimitSettings limit_settings(std::vector<std::string> servers) {
    RedisLimitSettings settings;
    settings.servers = std::move(servers);
    settings.secret_file = secret_file();
    settings.deadline = std::chrono::milliseconds(10000);
    settings.on_error = WithoutRedis::defer;
    return settings;
}

Charge daily(const std::string& key, std::int64_t events) {
    Charge charge;
    charge.key = key;
    charge.quota = {events, std::chrono::seconds(86400), events};
    return charge;
}

int accepted(LimitStore& store, const Charge& charge, int attempts) {
    int count = 0;
    for (int i = 0; i < attempts; ++i) {
        const auto transaction = "message " + std::to_string(i);
        const auto answers = store.reserve(transaction, {charge});
        const bool is_accepted = answers && answers->front().is_within;
        count += is_accepted ? 1 : 0;
        is_accepted ? store.commit(transaction) : store.give_back(transaction);
    }
    return count;
}

}  // namespace msa::wire
