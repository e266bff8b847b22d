// What limits in Redis cost: `bench-limits SOCKET SECRET_FILE [quick]`. Beside it runs a
// redis-server of the script `run`, which nobody else uses.
#include "fakes/fake_limit_store.h"
#include "limits/redis_limits.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <thread>

#include <sys/resource.h>

using namespace msa;
using std::chrono::steady_clock;

namespace {

/// Five limits of one login, as rules/limits.toml has about as many.
std::vector<Charge> charges(const std::string& login, std::size_t count) {
    std::vector<Charge> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].key = "limit" + std::to_string(i) + "|500/86400|login:" + login;
        all[i].quota = {1'000'000'000, std::chrono::seconds(86400), 1'000'000'000};
    }
    return all;
}

double own_cpu() {
    rusage used{};
    (void)::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void judge(RedisLimits& store, const std::string& transaction, const std::vector<Charge>& charged) {
    if (!store.reserve(transaction, charged)) {
        (void)std::fprintf(stderr, "bench-limits: no answer: %s\n", store.trouble().c_str());
    }
}

/// Microseconds of each of `count` calls by one thread, and of CPU in this process.
void latency(RedisLimits& store, std::size_t limits, int count) {
    std::vector<double> times;
    const double before = own_cpu();
    for (int i = 0; i < count; ++i) {
        const auto transaction = std::to_string(i);
        const auto charged = charges("login" + std::to_string(i % 1000), limits);
        const auto begun = steady_clock::now();
        judge(store, transaction, charged);
        times.push_back(
            std::chrono::duration<double, std::micro>(steady_clock::now() - begun).count());
        store.commit(transaction);
    }
    const double cpu = own_cpu() - before;
    std::sort(times.begin(), times.end());
    std::printf("%zu limits: %.0f us at p50, %.0f us at p99, %.0f us of CPU with the commit\n",
                limits, times[times.size() / 2], times[times.size() * 99 / 100], cpu * 1e6 / count);
}

void throughput(RedisLimits& store, int count) {
    constexpr int threads = 16;
    std::vector<std::thread> all;
    const auto begun = steady_clock::now();
    for (int thread = 0; thread < threads; ++thread) {
        all.emplace_back([&store, thread, count] {
            for (int i = 0; i < count / threads; ++i) {
                const auto name = std::to_string(thread) + '.' + std::to_string(i % 500);
                judge(store, name, charges(name, 1));
            }
        });
    }
    for (auto& thread : all) {
        thread.join();
    }
    const double seconds = std::chrono::duration<double>(steady_clock::now() - begun).count();
    std::printf("%d threads: %.0f decisions/s\n", threads, count / seconds);
}

double used_memory(const std::string& socket) {
    auto stream = Stream::connect(unix_address(socket).value(),
                                  steady_clock::now() + std::chrono::seconds(5));
    RedisReader reader;
    (void)stream.value().send("INFO memory\r\n", steady_clock::now() + std::chrono::seconds(5));
    for (;;) {
        const auto octets =
            stream.value().receive(4096, steady_clock::now() + std::chrono::seconds(5)).value();
        (void)reader.add(octets);
        if (const auto reply = reader.next().value()) {
            const auto at = reply->text.find("used_memory:");
            return std::stod(reply->text.substr(at + std::strlen("used_memory:")));
        }
    }
}

void memory(RedisLimits& store, const std::string& socket, int count) {
    const double before = used_memory(socket);
    for (int i = 0; i < count; ++i) {
        const auto login = "somebody" + std::to_string(i) + "@example.org";
        judge(store, login, charges(login, 1));
        store.commit(login);
    }
    while (store.counts().waiting_ends != 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::printf("%d logins: %.0f octets each in Redis\n", count,
                (used_memory(socket) - before) / count);
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        (void)std::fprintf(stderr, "usage: bench-limits SOCKET SECRET_FILE [quick]\n");
        return 64;
    }
    const std::string socket = words[1];
    FakeLimitStore local;
    RedisLimitSettings settings;
    settings.servers = {"unix:" + socket};
    settings.secret_file = words[2];
    settings.deadline = std::chrono::milliseconds(5000);
    settings.on_error = WithoutRedis::defer;
    const auto store = make_redis_limits(settings, local, [](const std::string& what, bool) {
        (void)std::fprintf(stderr, "bench-limits: %s\n", what.c_str());
    });
    if (!store) {
        (void)std::fprintf(stderr, "bench-limits: %s\n", store.error().what.c_str());
        return 69;
    }
    const int scale = count > 3 ? 10 : 1;
    memory(**store, socket, 100'000 / scale);
    latency(**store, 1, 50'000 / scale);
    latency(**store, 5, 50'000 / scale);
    throughput(**store, 200'000 / scale);
    return 0;
}
