// The memory store, see memory.h. A round is measured several times, and the median counts.
#include "limits/memory.h"

#include "limits/figures.h"
#include "limits/memory_limits.h"
#include "limits/site.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace msa::bench {
namespace {

constexpr int rounds = 5;

/// What two stages of a message charge, as rules/limits.toml has it.
struct Message {
    std::vector<Charge> at_mail;
    std::vector<Charge> at_recipient;
};

Charge charge(const std::string& id, std::size_t who, Counting counting) {
    return {.key = id + "|1000000/86400|login:" + login(who),
            .quota = {1'000'000, std::chrono::hours(24), 1'000'000},
            .counting = counting,
            .memory = std::chrono::hours(24 * 30)};
}

std::vector<Message> messages() {
    std::vector<Message> all(logins * friends);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto who = i % logins;
        auto networks = charge("networks", who, Counting::distinct);
        networks.member = "192.0.2.0/24";
        networks.is_final = true;
        all[i].at_mail = {charge("minute", who, Counting::amount),
                          charge("daily", who, Counting::amount), std::move(networks)};
        auto strangers = charge("strangers", who, Counting::newcomers);
        strangers.member = "friend" + std::to_string(i / logins) + "@example.net";
        all[i].at_recipient = {charge("recipients", who, Counting::amount), std::move(strangers)};
    }
    return all;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

/// Microseconds of CPU of one of `count` calls.
template <class Call>
double cpu_of_each(int count, const Call& call) {
    std::vector<double> figures;
    for (int round = 0; round < rounds; ++round) {
        const double before = own_cpu();
        for (int i = 0; i < count; ++i) {
            call(static_cast<std::size_t>(i));
        }
        figures.push_back((own_cpu() - before) * 1e6 / count);
    }
    return median(figures);
}

void store_alone(int count) {
    MemoryLimits store(std::chrono::steady_clock::now, std::chrono::system_clock::now);
    const auto all = messages();
    const auto cpu = cpu_of_each(count, [&](std::size_t i) {
        const auto& message = all[i % all.size()];
        const std::string transaction = "9k2jf8a3.1";
        if (!store.reserve(transaction, message.at_mail) ||
            !store.reserve(transaction, message.at_recipient)) {
            throw std::runtime_error("the store cannot tell");
        }
        store.commit(transaction);
        if (i % 20'000 == 0) {
            (void)store.take_changes();  // as its keeper does each second
        }
    });
    print_figure("memory store, five limits", cpu, "us of CPU a message", Goal::at_most, 3);
}

void whole_messages(int count, const std::string& file) {
    Site site(file);
    MemoryLimits store(std::chrono::steady_clock::now, std::chrono::system_clock::now);
    const auto without = cpu_of_each(count, [&](std::size_t i) { site.submit(nullptr, i); });
    const auto with = cpu_of_each(count, [&](std::size_t i) {
        site.submit(&store, i);
        if (i % 20'000 == 0) {
            (void)store.take_changes();
        }
    });
    print_figure("whole messages without limits", without, "us of CPU a message", Goal::none);
    print_figure("what seven limits add to them, with keys, answers and facts", with - without,
                 "us of CPU a message", Goal::none);
}

}  // namespace

void measure_memory(int count, const std::string& rules) {
    store_alone(count);
    whole_messages(count / 10, rules);
}

}  // namespace msa::bench
