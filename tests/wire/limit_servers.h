// Servers of Redis for tests of limits, and stores that ask them.
#pragma once

#include "fakes/fake_limit_store.h"
#include "fakes/temporary_folder.h"
#include "limits/redis_limits.h"
#include "wire/server_process.h"

#include <memory>
#include <string>
#include <vector>

namespace msa::wire {

/// A redis-server on a unix socket and a port of loopback, with nothing on disk.
class LimitServer {
public:
    /// `options`: of redis-server, as words.
    explicit LimitServer(std::vector<std::string> options = {});

    [[nodiscard]] std::string url() const { return "unix:" + folder_.path_of("s"); }
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string port_url() const {
        return "redis://127.0.0.1:" + std::to_string(port_);
    }
    /// Runs redis-cli with these arguments: what it prints, or says of errors.
    [[nodiscard]] std::string ask(const std::string& arguments) const;
    [[nodiscard]] ServerProcess& process() { return server_; }
    [[nodiscard]] std::string path_of(const std::string& name) const {
        return folder_.path_of(name);
    }

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess server_;
};

/// A store, what counts in its place, and what it says to the administrator.
struct LimitHost {
    explicit LimitHost(RedisLimitSettings settings);

    FakeLimitStore local{};
    Guarded<std::vector<std::string>> said{};
    std::unique_ptr<RedisLimits> store;
};

/// Waits until the server has answered all ends of messages that it was told of.
[[nodiscard]] bool has_told_all(const LimitHost& host);

/// Settings for these servers, with patience for a loaded machine and a secret of the test.
[[nodiscard]] RedisLimitSettings limit_settings(std::vector<std::string> servers);

/// A charge of 1 against so many in a day, all of them at once.
[[nodiscard]] Charge daily(const std::string& key, std::int64_t events);

/// How many single charges of this kind, each a message that is accepted, the store lets through.
[[nodiscard]] int accepted(LimitStore& store, const Charge& charge, int attempts);

}  // namespace msa::wire
