// What limits cost, in memory and in Redis: `bench-limits SOCKET SECRET_FILE RULES [quick]`. Beside
// it runs a redis-server of the script `run`, which nobody else uses.
#include "fakes/fake_limit_store.h"
#include "limits/figures.h"
#include "limits/memory.h"
#include "limits/redis_limits.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <thread>

using namespace msa;
using bench::Goal;
using bench::own_cpu;
using bench::print_figure;
using std::chrono::steady_clock;

namespace {

constexpr int threads = 16;

/// Five limits of one login, as rules/limits.toml has about as many.
std::vector<Charge> charges(const std::string& login, std::size_t count) {
    std::vector<Charge> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].key = "limit" + std::to_string(i) + "|500/86400|login:" + login;
        all[i].quota = {1'000'000'000, std::chrono::seconds(86400), 1'000'000'000};
    }
    return all;
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
    const auto name = "Redis, limits: " + std::to_string(limits);
    print_figure(name, times[times.size() / 2], "us at p50", Goal::at_most, 120);
    print_figure(name, times[times.size() * 99 / 100], "us at p99", Goal::none);
    print_figure(name + ", with the commit", cpu * 1e6 / count, "us of CPU a message",
                 Goal::at_most, 60);
}

/// `work` in each of sixteen threads, which are told apart by number.
template <class Work>
void at_once(const Work& work) {
    std::vector<std::thread> all;
    for (int thread = 0; thread < threads; ++thread) {
        all.emplace_back([&work, thread] { work(thread); });
    }
    for (auto& thread : all) {
        thread.join();
    }
}

void throughput(RedisLimits& store, int count) {
    const auto begun = steady_clock::now();
    at_once([&](int thread) {
        for (int i = 0; i < count / threads; ++i) {
            const auto name = std::to_string(thread) + '.' + std::to_string(i % 500);
            judge(store, name, charges(name, 1));
        }
    });
    const double seconds = std::chrono::duration<double>(steady_clock::now() - begun).count();
    print_figure("Redis, 16 threads", count / seconds, "decisions/s", Goal::at_least, 20'000);
}

/// What the server says to a command of one word.
ServerReply asked(const std::string& socket, const std::string& command) {
    const auto deadline = steady_clock::now() + std::chrono::seconds(30);
    auto stream = Stream::connect(unix_address(socket).value(), deadline);
    (void)stream.value().send(command + "\r\n", deadline);
    for (RedisReader reader;;) {
        (void)reader.add(stream.value().receive(4096, deadline).value());
        if (auto reply = reader.next().value()) {
            return *std::move(reply);
        }
    }
}

double used_memory(const std::string& socket) {
    const auto text = asked(socket, "INFO").text;
    return std::stod(text.substr(text.find("used_memory:") + std::strlen("used_memory:")));
}

void memory(RedisLimits& store, const std::string& socket, int count) {
    const double before = used_memory(socket);
    at_once([&](int thread) {
        for (int i = thread; i < count; i += threads) {
            const auto login = "somebody" + std::to_string(i) + "@example.org";
            judge(store, login, charges(login, 1));
            store.commit(login);
            while (store.counts().waiting_ends > 20'000) {  // it keeps no more than 100,000
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        }
    });
    // Each has one key, once the server was told of all ends.
    for (int tries = 0; tries < 600 && asked(socket, "DBSIZE").number > count; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    if (store.counts().lost_ends != 0) {
        (void)std::fprintf(stderr, "bench-limits: ends were lost: what follows is too much\n");
    }
    print_figure("Redis, " + std::to_string(count) + " logins",
                 (used_memory(socket) - before) / count, "octets each", Goal::at_most, 200);
}

}  // namespace

int main(int count, char** words) {
    if (count < 4) {
        (void)std::fprintf(stderr, "usage: bench-limits SOCKET SECRET_FILE RULES [quick]\n");
        return 64;
    }
    const int scale = count > 4 ? 10 : 1;
    bench::measure_memory(1'000'000 / scale, words[3]);
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
    memory(**store, socket, 1'000'000 / scale);
    latency(**store, 1, 50'000 / scale);
    latency(**store, 5, 50'000 / scale);
    throughput(**store, 200'000 / scale);
    return 0;
}
