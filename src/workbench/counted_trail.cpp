// Limits counted from a trail, see counted_trail.h.
#include "workbench/counted_trail.h"

#include "trail/trail_time.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace msa {
namespace {

using Kind = RateMoment::Kind;

/// The numbered lines of one host, of which one after the other is looked at.
struct Numbering {
    std::optional<RecordHead> first{};
    std::optional<RecordHead> last{};

    /// Absent: nothing is missing between them.
    [[nodiscard]] std::optional<RateMoment> gap_before(const RecordHead& next) const {
        const bool is_next =
            !last || !last->n || !next.n || *next.n == 0 || *next.n == *last->n + 1;
        return is_next ? std::nullopt
                       : std::optional(
                             RateMoment{.kind = Kind::gap, .time = last->time, .end = next.time});
    }
};

/// Of one block, and so of one host.
struct Moments {
    Numbering numbers{};
    std::vector<RateMoment> found{};

    void number(const RecordHead& head) {
        if (auto gap = numbers.gap_before(head)) {
            found.push_back(*std::move(gap));
        }
        numbers.first = numbers.first ? numbers.first : head;
        numbers.last = head;
    }
};

RateMoment gap_at(std::int64_t time) {
    return {.kind = Kind::gap, .time = time, .end = time};
}

std::int64_t time_of(const Moment& moment) {
    return std::chrono::duration_cast<std::chrono::microseconds>(moment.time.time_since_epoch())
        .count();
}

/// A transaction under the rules that count.
RateMoment moment_of(ReplayWorker& worker) {
    const auto mail = recorded_mail(worker.reader);
    if (!mail) {
        return gap_at(worker.reader.head().time);
    }
    const auto time = time_of(mail->now);
    const auto& rates = mail->facts.rates;
    auto asked = worker.replayer.rates_asked(*mail);
    const bool is_told = std::all_of(rates.begin(), rates.end(),
                                     [](const RateFact& each) { return each.error.empty(); });
    if (!asked || !is_told) {
        return gap_at(time);
    }
    RateMoment moment{.time = time,
                      .host = mail->host,
                      .transaction = mail->transaction,
                      .asked = *std::move(asked)};
    for (const auto& each : rates) {
        moment.recorded.push_back({{each.key, {each.events, each.window}}, each.admitted});
    }
    return moment;
}

Moments moments_in(const LineBlock& block, ReplayWorker& worker, std::int64_t end) {
    Moments moments;
    worker.reader.forget();
    for (const auto& line : block.lines) {
        const auto text = block.text(line);
        const auto head = record_head(text);
        if (!head || head->time >= end) {
            continue;
        }
        moments.number(*head);
        switch (head->kind) {
            case RecordKind::start:
                moments.found.push_back({.kind = Kind::start, .time = head->time});
                break;
            case RecordKind::gap: moments.found.push_back(gap_at(head->time)); break;
            case RecordKind::transaction:
            case RecordKind::facts:
            case RecordKind::recipients: {
                const auto read = worker.reader.read(text);
                if (read == RecordReader::Line::transaction) {
                    moments.found.push_back(moment_of(worker));
                } else if (read == RecordReader::Line::damaged) {
                    moments.found.push_back(gap_at(head->time));
                }
                break;
            }
            default: break;
        }
    }
    return moments;
}

}  // namespace

Result<CountedRates> count_limits(
    const std::vector<TrailFile>& files, std::int64_t end, ReplayWorkers& workers,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    RateHistory history;
    std::map<std::string, Numbering> hosts;
    const auto add = [&](const std::string& host, RateMoment moment) {
        moment.host = host;
        history.add(std::move(moment));
    };
    const auto work = [&](const LineBlock& block) {
        auto worker = workers.take();
        auto moments = moments_in(block, *worker, end);
        workers.give_back(std::move(worker));
        return moments;
    };
    const auto use = [&](std::size_t file, const LineBlock& /*block*/, Moments moments) {
        const auto& first = moments.numbers.first;
        if (!first) {
            return;
        }
        const auto named = std::find_if(moments.found.begin(), moments.found.end(),
                                        [](const auto& each) { return !each.host.empty(); });
        const auto host = named != moments.found.end() ? named->host : files[file].host;
        const auto [known, is_new] = hosts.try_emplace(host);
        if (is_new) {
            add(host, {.kind = Kind::beginning, .time = first->time, .end = first->time});
        } else if (auto gap = known->second.gap_before(*first)) {
            add(host, *std::move(gap));
        }
        known->second.last = moments.numbers.last;
        for (auto& moment : moments.found) {
            add(host, std::move(moment));
        }
    };
    const auto done = each_record_block(files, progress, work, use);
    return done ? Result<CountedRates>(std::move(history).counted()) : done.error();
}

}  // namespace msa
