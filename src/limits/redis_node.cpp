// Servers of Redis, see redis_node.h.
#include "limits/redis_node.h"

#include "base/ip_address.h"

#include <utility>

namespace msa {

namespace {

constexpr std::size_t most_idle = 64;

Result<SocketAddress> address_of(const RedisUrl& url) {
    if (url.host.empty()) {
        return unix_address(url.path);
    }
    const auto place = std::to_string(url.port) + '@' + url.host;
    auto address = parse_socket_address("inet:" + place);
    return address ? std::move(address) : parse_socket_address("inet6:" + place);
}

}  // namespace

RedisNode::RedisNode(RedisUrl url, const RedisAccess& access)
    : url_(std::move(url)), access_(access) {
    if (url_.host.empty() || IpAddress::parse(url_.host)) {
        resolve();
    }
}

void RedisNode::resolve() {
    auto address = address_of(url_);
    if (address) {
        address_.with([&address](auto& known) { known = *std::move(address); });
    }
}

bool RedisNode::has_address() const {
    return address_.with([](const auto& known) { return known.has_value(); });
}

Result<std::unique_ptr<RedisConnection>> RedisNode::connect(Instant deadline) const {
    const auto address = address_.with([](const auto& known) { return known; });
    if (!address) {
        return Error{"the name has no address yet"};
    }
    return RedisConnection::open({url_.host, *address}, access_, deadline);
}

RedisOutcome RedisNode::ask_over(std::unique_ptr<RedisConnection> connection, const Words& words,
                                 Instant deadline, bool is_asking) {
    if (is_asking) {
        if (const auto heard = connection->ask({"ASKING"}, deadline); !heard) {
            return {.failure = {heard.error()}};
        }
    }
    auto reply = connection->ask(words, deadline);
    if (!reply) {
        return {.failure = {reply.error(), true}};
    }
    idle_.with([&connection](auto& idle) {
        if (idle.size() < most_idle) {
            idle.push_back(std::move(connection));
        }
    });
    return {.reply = *std::move(reply)};
}

RedisOutcome RedisNode::ask_anew(const Words& words, Instant deadline, bool is_asking) {
    auto connection = connect(deadline);
    return connection ? ask_over(*std::move(connection), words, deadline, is_asking)
                      : RedisOutcome{.failure = {within(url_.text(), connection.error())}};
}

void RedisNode::connect_teller(Instant deadline) {
    if (auto connection = connect(deadline)) {
        teller_.take(*std::move(connection));
    }
}

RedisOutcome RedisNode::ask(const Words& words, Instant deadline, bool is_asking) {
    auto connection = idle_.with([](auto& idle) {
        std::unique_ptr<RedisConnection> last;
        if (!idle.empty()) {
            last = std::move(idle.back());
            idle.pop_back();
        }
        return last;
    });
    if (connection == nullptr) {
        return ask_anew(words, deadline, is_asking);
    }
    auto outcome = ask_over(std::move(connection), words, deadline, is_asking);
    if (outcome.reply) {
        return outcome;
    }
    idle_.with([](auto& idle) { idle.clear(); });  // most probably they are no better
    if (std::chrono::steady_clock::now() >= deadline) {
        outcome.failure.error = within(url_.text(), outcome.failure.error);
        return outcome;
    }
    auto second = ask_anew(words, deadline, is_asking);
    second.failure.is_unknown |= !second.reply && outcome.failure.is_unknown;
    return second;
}

}  // namespace msa
