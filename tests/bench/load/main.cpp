// A closed-loop load on a milter, as an MTA puts it: prints one line of JSON.
#include "load/connection.h"
#include "load/server_facts.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <queue>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <sys/epoll.h>
#include <unistd.h>

namespace msa::bench {
namespace {

struct Options {
    std::string socket;
    std::size_t connections = 8;
    std::size_t idle = 0;
    double seconds = 3;
    std::size_t messages = std::numeric_limits<std::size_t>::max();
    double warm_up = 0.5;
    long think_ms = 0;
    Mail mail;
    std::vector<int> servers;
    std::string dump;
};

double seconds_between(Clock::time_point begin, Clock::time_point end) {
    return std::chrono::duration<double>(end - begin).count();
}

class Load {
public:
    explicit Load(const Options& options) : options_(options), poll_(::epoll_create1(0)) {
        for (std::size_t i = 0; i < options.idle + options.connections; ++i) {
            add();
        }
    }
    ~Load() { ::close(poll_); }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    nlohmann::ordered_json run() {
        open_idle_ones();
        const auto begin = Clock::now();
        const auto measured_from = begin + to_duration(options_.warm_up);
        const auto end = measured_from + to_duration(options_.seconds);
        auto before = ServerFacts::of(options_.servers);
        auto since = begin;
        bool is_measuring = false;
        for (auto now = begin; now < end && latencies_.size() < options_.messages;
             now = Clock::now()) {
            if (!is_measuring && now >= measured_from) {
                is_measuring = true;
                forget();
                before = ServerFacts::of(options_.servers);
                since = Clock::now();
            }
            wake_up(now);
            step();
        }
        const auto after = ServerFacts::of(options_.servers);
        return report(seconds_between(since, Clock::now()), before, after);
    }

private:
    static Clock::duration to_duration(double seconds) {
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    }

    void add() {
        all_.push_back(std::make_unique<Connection>(options_.socket, options_.mail));
        epoll_event event{.events = EPOLLIN, .data = {.u64 = all_.size() - 1}};
        if (::epoll_ctl(poll_, EPOLL_CTL_ADD, all_.back()->descriptor(), &event) != 0) {
            throw std::runtime_error("epoll_ctl");
        }
    }
    /// Ten thousand openings are not what is measured.
    void open_idle_ones() {
        const auto deadline = Clock::now() + std::chrono::minutes(2);
        for (std::size_t i = 0; i < options_.idle; ++i) {
            while (!all_[i]->is_open()) {
                if (Clock::now() > deadline) {
                    throw std::runtime_error("the idle sessions do not open");
                }
                wake_up(Clock::now());
                step();
            }
        }
    }
    /// The first ones only open a session.
    [[nodiscard]] bool is_idle(std::size_t index) const {
        return index < options_.idle && all_[index]->is_open();
    }

    void go_on(std::size_t index) {
        auto& connection = *all_[index];
        while (connection.is_at_rest() && !is_idle(index)) {
            if (options_.think_ms > 0) {
                sleeping_.push(
                    {Clock::now() + std::chrono::milliseconds(options_.think_ms), index});
                return;
            }
            connection.next_turn();
        }
        watch_output(index);
    }

    void watch_output(std::size_t index) {
        const bool wants = all_[index]->has_output();
        const std::uint32_t events = wants ? EPOLLIN | EPOLLOUT : EPOLLIN;
        epoll_event event{.events = events, .data = {.u64 = index}};
        if (::epoll_ctl(poll_, EPOLL_CTL_MOD, all_[index]->descriptor(), &event) != 0) {
            throw std::runtime_error("epoll_ctl");
        }
    }

    void wake_up(Clock::time_point now) {
        while (!sleeping_.empty() && sleeping_.top().first <= now) {
            const auto index = sleeping_.top().second;
            sleeping_.pop();
            all_[index]->next_turn();
            if (all_[index]->is_at_rest()) {
                go_on(index);
            } else {
                watch_output(index);
            }
        }
    }

    void step() {
        std::array<epoll_event, 256> events{};
        const int ready = ::epoll_wait(poll_, events.data(), events.size(), 1);
        for (int i = 0; i < ready; ++i) {
            const auto index =
                static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
            auto& connection = *all_[index];
            connection.write();
            if ((events[static_cast<std::size_t>(i)].events & (EPOLLIN | EPOLLHUP)) != 0) {
                count(connection, connection.read());
            }
            go_on(index);
        }
    }

    void count(Connection& connection, Connection::Event event) {
        if (event == Connection::Event::message_refused) {
            ++refused_;
        } else if (event == Connection::Event::message_accepted) {
            ++connection.messages;
            latencies_.push_back(
                std::chrono::duration<double, std::micro>(connection.latency()).count());
            unsigned_ += connection.inserted().empty() ? 1 : 0;
            if (!options_.dump.empty() && !is_dumped_) {
                dump(connection);
            }
        }
    }

    /// The message with what the milter put in, as it would leave.
    void dump(const Connection& connection) {
        is_dumped_ = true;
        std::ofstream out(options_.dump, std::ios::binary);
        auto fields = fields_of(options_.mail);
        for (const auto& field : connection.inserted()) {
            fields.insert(fields.begin(), field);
        }
        for (const auto& [name, value] : fields) {
            std::string text;
            for (const char c : value) {
                text += c == '\n' ? "\r\n" : std::string(1, c);
            }
            out << name << (text.empty() || text.front() != ' ' ? ": " : ":") << text << "\r\n";
        }
        out << "\r\n" << body_of(options_.mail);
    }

    void forget() {
        latencies_.clear();
        refused_ = 0;
        unsigned_ = 0;
        for (const auto& connection : all_) {
            connection->messages = 0;
        }
    }

    [[nodiscard]] double percentile(double share) {
        if (latencies_.empty()) {
            return 0;
        }
        const auto rank =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(latencies_.size())) - 1);
        std::nth_element(latencies_.begin(), latencies_.begin() + static_cast<std::ptrdiff_t>(rank),
                         latencies_.end());
        return latencies_[rank];
    }

    nlohmann::ordered_json report(double seconds, const ServerFacts& before,
                                  const ServerFacts& after) {
        const auto messages = latencies_.size();
        std::size_t starved = 0;
        std::size_t fewest = messages;
        for (std::size_t i = options_.idle; i < all_.size(); ++i) {
            starved += all_[i]->messages == 0 ? 1 : 0;
            fewest = std::min(fewest, all_[i]->messages);
        }
        // Of the slowest session, against the mean.
        const double slowest_share = messages == 0
                                         ? 0
                                         : static_cast<double>(fewest * options_.connections) /
                                               static_cast<double>(messages);
        const double cpu_us = (after.cpu_seconds - before.cpu_seconds) * 1e6;
        return {{"messages", messages},
                {"per_second", static_cast<double>(messages) / seconds},
                {"cpu_us", messages == 0 ? 0 : cpu_us / static_cast<double>(messages)},
                {"p50_us", percentile(0.5)},
                {"p99_us", percentile(0.99)},
                {"refused", refused_},
                {"unsigned", unsigned_},
                {"starved", starved},
                {"slowest_share", slowest_share},
                {"rss_kb", after.rss_kb},
                {"rss_growth_kb", after.rss_kb - before.rss_kb},
                {"threads", after.threads}};
    }

    const Options& options_;
    int poll_;
    std::vector<std::unique_ptr<Connection>> all_;
    using Sleeper = std::pair<Clock::time_point, std::size_t>;
    std::priority_queue<Sleeper, std::vector<Sleeper>, std::greater<>> sleeping_;
    std::vector<double> latencies_;
    std::size_t refused_ = 0;
    std::size_t unsigned_ = 0;
    bool is_dumped_ = false;
};

}  // namespace
}  // namespace msa::bench

int main(int argc, char** argv) {
    try {
        msa::bench::Options options;
        CLI::App app{"A load on a milter, as an MTA puts it"};
        app.add_option("--socket", options.socket, "unix:PATH or inet:PORT@ADDRESS")->required();
        app.add_option("--connections", options.connections, "That send all the time");
        app.add_option("--idle", options.idle, "That only open a session");
        app.add_option("--seconds", options.seconds, "To measure");
        app.add_option("--messages", options.messages, "After which it ends, if that is earlier");
        app.add_option("--warm-up", options.warm_up, "Seconds before that");
        app.add_option("--think", options.think_ms, "Milliseconds between two turns");
        app.add_option("--body", options.mail.body, "Octets");
        app.add_option("--pid", options.servers, "Processes of the milter");
        app.add_option("--dump", options.dump, "File for the first message as it leaves");
        CLI11_PARSE(app, argc, argv);
        std::cout << msa::bench::Load(options).run() << '\n';
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "bench-load: " << error.what() << '\n';
        return 1;
    }
}
