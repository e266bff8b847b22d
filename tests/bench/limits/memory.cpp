// The memory store, see memory.h. A round is measured several times, and the median counts.
#include "limits/memory.h"

#include "commands/services.h"
#include "fakes/submission.h"
#include "limits/figures.h"
#include "limits/memory_limits.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace msa::bench {
namespace {

constexpr std::size_t logins = 1000;
constexpr std::size_t friends = 20;  // whom each writes to again and again
constexpr int rounds = 5;

std::string login(std::size_t number) {
    return "somebody" + std::to_string(number) + "@example.org";
}

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

std::shared_ptr<const RuleSet> loaded(const std::string& rules) {
    auto loaded = load_rules(rules, rule_services(), std::chrono::system_clock::now());
    if (!loaded.rules) {
        throw std::runtime_error(rules + ": not valid");
    }
    return loaded.rules;
}

/// What all parties of a message share.
struct World {
    World() {
        audit.instead = [this](const AuditRecord& record) { found += record.findings.size(); };
    }

    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    std::size_t found = 0;
};

void submit(const std::shared_ptr<const RuleSet>& rules, World& world, LimitStore* store,
            std::size_t i) {
    auto session = alices_session();
    session.sasl_login = login(i % logins);
    Transaction transaction(rules, session, 1,
                            {.clock = world.clock,
                             .random = world.random,
                             .audit = world.audit,
                             .rates = world.rates,
                             .host_name = "msa.example.com",
                             .limits = store});
    const auto address = '<' + session.sasl_login + '>';
    const auto refusal =
        transaction.mail({.argument = address, .parameters = {}, .mta_address = {}});
    const auto to = "<friend" + std::to_string(i / logins % friends) + "@example.net>";
    if (refusal || transaction.recipient({.argument = to})) {
        throw std::runtime_error("a message is refused");
    }
    transaction.header("From", ' ' + address);
    transaction.header("To", " bob@example.org");
    transaction.header("Date", " Fri, 21 Nov 2025 12:00:00 +0100");
    transaction.header("Message-ID", " <1@example.com>");
    if (transaction.end_of_headers("Q1") ||
        std::holds_alternative<Reply>(transaction.end_of_message({})) || transaction.conclude({})) {
        throw std::runtime_error("a message is refused");
    }
}

void whole_messages(int count, const std::string& file) {
    const auto rules = loaded(file);
    World world;
    MemoryLimits store(std::chrono::steady_clock::now, std::chrono::system_clock::now);
    const auto without =
        cpu_of_each(count, [&](std::size_t i) { submit(rules, world, nullptr, i); });
    const auto with = cpu_of_each(count, [&](std::size_t i) {
        submit(rules, world, &store, i);
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
