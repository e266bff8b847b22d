// What limits cost, in memory and in Redis: `bench-limits SOCKET SECRET_FILE RULES [quick]`. Beside
// it runs a redis-server of the script `run`, which nobody else uses.
#include "fakes/fake_limit_store.h"
#include "limits/figures.h"
#include "limits/memory.h"
#include "limits/redis_limits.h"
#include "limits/site.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>

using namespace msa;
using bench::Goal;
using bench::own_cpu;
using bench::print_figure;
using std::chrono::steady_clock;

namespace {

constexpr int threads = 16;

/// So many rates of one login, `a_day` each.
std::vector<Charge> charges(const std::string& login, std::size_t count,
                            std::int64_t a_day = 100'000) {
    std::vector<Charge> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].key = "limit" + std::to_string(i) + "|500/86400|login:" + login;
        all[i].quota = {a_day, std::chrono::seconds(86400), a_day};
    }
    return all;
}

void judge(RedisLimits& store, const std::string& transaction, const std::vector<Charge>& charged) {
    if (!store.reserve(transaction, charged)) {
        (void)std::fprintf(stderr, "bench-limits: no answer: %s\n", store.trouble().c_str());
    }
}

double us_since(steady_clock::time_point begun) {
    return std::chrono::duration<double, std::micro>(steady_clock::now() - begun).count();
}

void print_latency(const std::string& name, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    print_figure(name, times[times.size() / 2], "us at p50", Goal::at_most, 120);
    print_figure(name, times[times.size() * 99 / 100], "us at p99", Goal::none);
}

/// One call with so many rates, and the commit, by one thread.
void one_call(RedisLimits& store, std::size_t limits, int count) {
    std::vector<double> times;
    const double before = own_cpu();
    for (int i = 0; i < count; ++i) {
        const auto transaction = std::to_string(i);
        const auto charged = charges("login" + std::to_string(i % 1000), limits);
        const auto begun = steady_clock::now();
        judge(store, transaction, charged);
        store.commit(transaction);
        times.push_back(us_since(begun));
    }
    const double cpu = own_cpu() - before;
    const auto name = "Redis, one call and its commit, limits: " + std::to_string(limits);
    print_latency(name, times);
    print_figure(name, cpu * 1e6 / count, "us of CPU", Goal::at_most, 60);
}

/// What a message waits for its limits, all its calls together.
class TimedLimits final : public LimitStore {
public:
    explicit TimedLimits(LimitStore& store) : store_(store) {}

    Result<std::vector<LimitAnswer>> reserve(std::string_view transaction,
                                             const std::vector<Charge>& charges) override {
        const auto begun = steady_clock::now();
        auto answers = store_.reserve(transaction, charges);
        spent_ += us_since(begun);
        return answers;
    }
    void commit(std::string_view transaction) noexcept override {
        const auto begun = steady_clock::now();
        store_.commit(transaction);
        spent_ += us_since(begun);
    }
    void give_back(std::string_view transaction) noexcept override {
        const auto begun = steady_clock::now();
        store_.give_back(transaction);
        spent_ += us_since(begun);
    }
    [[nodiscard]] bool may_wait(const std::vector<Charge>& of_message) override {
        return store_.may_wait(of_message);
    }
    [[nodiscard]] double take_spent() { return std::exchange(spent_, 0); }

private:
    LimitStore& store_;
    double spent_ = 0;
};

/// The fair measure of what limits in Redis add: messages of one recipient under the seven limits
/// of rules/limits.toml, which are charged with the recipient and at the end. CPU is the difference
/// to the same messages without limits, so it has their keys, answers, findings and facts, too.
void whole_messages(RedisLimits& store, const std::string& rules, int count) {
    bench::Site site(rules);
    TimedLimits timed(store);
    const auto warm = static_cast<std::size_t>(std::min(count, 20'000));
    for (std::size_t i = 0; i < warm; ++i) {  // everybody has written to everybody
        site.submit(&timed, i);
        (void)timed.take_spent();
    }
    std::vector<double> times;
    const double first = own_cpu();
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        site.submit(&timed, i);
        times.push_back(timed.take_spent());
    }
    const double second = own_cpu();
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        site.submit(nullptr, i);
    }
    const double cpu = (second - first) - (own_cpu() - second);
    const std::string name = "Redis, a whole message, limits: 7";
    print_latency(name, times);
    print_figure(name, cpu * 1e6 / count, "us of CPU", Goal::at_most, 60);
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

/// Logins that have sent something, with five rates each.
void memory(RedisLimits& store, const std::string& socket, int count) {
    constexpr std::size_t limits = 5;
    constexpr std::int64_t a_day = 10;  // so that nothing drains before it is looked at
    const double before = used_memory(socket);
    at_once([&](int thread) {
        for (int i = thread; i < count; i += threads) {
            const auto login = "somebody" + std::to_string(i) + "@example.org";
            judge(store, login, charges(login, limits, a_day));
            store.commit(login);
            while (store.counts().waiting_ends > 20'000) {  // it keeps no more than 100,000
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        }
    });
    store.settle(steady_clock::now() + std::chrono::seconds(30));
    // Each has one key, once the server was told of all ends.
    for (int tries = 0; tries < 600 && asked(socket, "DBSIZE").number > count; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    if (const auto keys = asked(socket, "DBSIZE").number; keys != count) {
        (void)std::fprintf(stderr, "bench-limits: %lld keys: what follows is of other ones\n",
                           static_cast<long long>(keys));
    }
    print_figure("Redis, " + std::to_string(count) + " logins with five limits each",
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
    one_call(**store, 1, 50'000 / scale);
    one_call(**store, 5, 50'000 / scale);
    whole_messages(**store, words[3], 50'000 / scale);
    throughput(**store, 200'000 / scale);
    return 0;
}
