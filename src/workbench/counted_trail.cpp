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

template <class Moment>
Moment gap_from(std::int64_t begin, std::int64_t end) {
    Moment moment;
    moment.kind = Moment::Kind::gap;
    moment.time = begin;
    moment.end = end;
    return moment;
}

/// The numbered lines of one host, of which one after the other is looked at.
struct Numbering {
    std::optional<RecordHead> first{};
    std::optional<RecordHead> last{};

    struct Gap {
        std::int64_t begin;
        std::int64_t end;
    };
    /// Absent: nothing is missing between them.
    [[nodiscard]] std::optional<Gap> gap_before(const RecordHead& next) const {
        const bool is_next =
            !last || !last->n || !next.n || *next.n == 0 || *next.n == *last->n + 1;
        return is_next ? std::nullopt : std::optional(Gap{last->time, next.time});
    }
};

/// Of one block, and so of one host.
template <class Moment>
struct Moments {
    Numbering numbers{};
    std::vector<Moment> found{};

    void number(const RecordHead& head) {
        if (const auto gap = numbers.gap_before(head)) {
            found.push_back(gap_from<Moment>(gap->begin, gap->end));
        }
        numbers.first = numbers.first ? numbers.first : head;
        numbers.last = head;
    }
};

std::int64_t time_of(const Moment& moment) {
    return std::chrono::duration_cast<std::chrono::microseconds>(moment.time.time_since_epoch())
        .count();
}

/// A transaction under the rules that count.
RateMoment moment_of(ReplayWorker& worker) {
    const auto mail = recorded_mail(worker.reader);
    if (!mail) {
        return gap_from<RateMoment>(worker.reader.head().time, worker.reader.head().time);
    }
    const auto time = time_of(mail->now);
    const auto& rates = mail->facts.rates;
    auto asked = worker.replayer.rates_asked(*mail);
    const bool is_told = std::all_of(rates.begin(), rates.end(),
                                     [](const RateFact& each) { return each.error.empty(); });
    if (!asked || !is_told) {
        return gap_from<RateMoment>(time, time);
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

/// The same for [[limit]].
LimitMoment limit_moment_of(ReplayWorker& worker) {
    const auto mail = recorded_mail(worker.reader);
    const auto time = worker.reader.head().time;
    return mail ? worker.replayer.limits_asked(*mail) : gap_from<LimitMoment>(time, time);
}

/// `moment_of`: of the transaction that was read last; `start_at`: of a start, if it means
/// anything.
template <class Moment, class MomentOf>
Moments<Moment> moments_in(const LineBlock& block, ReplayWorker& worker, std::int64_t end,
                           const MomentOf& moment_of_transaction,
                           const std::function<void(Moments<Moment>&, std::int64_t)>& note_start) {
    Moments<Moment> moments;
    worker.reader.forget();
    for (const auto& line : block.lines) {
        const auto text = block.text(line);
        const auto head = record_head(text);
        if (!head || head->time >= end) {
            continue;
        }
        moments.number(*head);
        switch (head->kind) {
            case RecordKind::start: note_start(moments, head->time); break;
            case RecordKind::gap:
                moments.found.push_back(gap_from<Moment>(head->time, head->time));
                break;
            case RecordKind::transaction:
            case RecordKind::facts:
            case RecordKind::recipients: {
                const auto read = worker.reader.read(text);
                if (read == RecordReader::Line::transaction) {
                    moments.found.push_back(moment_of_transaction(worker));
                } else if (read == RecordReader::Line::damaged) {
                    moments.found.push_back(gap_from<Moment>(head->time, head->time));
                }
                break;
            }
            default: break;
        }
    }
    return moments;
}

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Adds the moments of all blocks to a history, each with its host. `is_known`: whether nothing can
/// be missing in front of a host's first record.
template <class Moment, class History, class MomentsIn, class IsKnown>
Result<void> add_all(const std::vector<TrailFile>& files, History& history,
                     const MomentsIn& found_in, const IsKnown& is_known, const Progress& progress) {
    std::map<std::string, Numbering> hosts;
    const auto add = [&](const std::string& host, Moment moment) {
        moment.host = host;
        history.add(std::move(moment));
    };
    const auto use = [&](std::size_t file, const LineBlock& /*block*/, Moments<Moment> moments) {
        const auto& first = moments.numbers.first;
        if (!first) {
            return;
        }
        const auto named = std::find_if(moments.found.begin(), moments.found.end(),
                                        [](const auto& each) { return !each.host.empty(); });
        const auto host = named != moments.found.end() ? named->host : files[file].host;
        const auto [known, is_new] = hosts.try_emplace(host);
        if (is_new && !is_known(*first)) {
            auto beginning = gap_from<Moment>(first->time, first->time);
            beginning.kind = Moment::Kind::beginning;
            add(host, std::move(beginning));
        } else if (const auto gap = known->second.gap_before(*first)) {
            add(host, gap_from<Moment>(gap->begin, gap->end));
        }
        known->second.last = moments.numbers.last;
        for (auto& moment : moments.found) {
            add(host, std::move(moment));
        }
    };
    return each_record_block(files, progress, found_in, use);
}

}  // namespace

Result<CountedRates> count_rates(const std::vector<TrailFile>& files, std::int64_t end,
                                 ReplayWorkers& workers, const Progress& progress) {
    RateHistory history;
    const auto work = [&](const LineBlock& block) {
        auto worker = workers.take();
        auto moments = moments_in<RateMoment>(
            block, *worker, end, moment_of, [](auto& all, std::int64_t time) {
                all.found.push_back({.kind = Kind::start, .time = time});
            });
        workers.give_back(std::move(worker));
        return moments;
    };
    const auto done = add_all<RateMoment>(
        files, history, work, [](const RecordHead&) { return false; }, progress);
    return done ? Result<CountedRates>(std::move(history).counted()) : done.error();
}

Result<CountedLimits> count_limits(const std::vector<TrailFile>& files, std::int64_t end,
                                   ReplayWorkers& workers, const CountedRates* rates,
                                   const Progress& progress) {
    LimitHistory history;
    const auto work = [&](const LineBlock& block) {
        auto worker = workers.take();
        worker->replayer.count(rates, nullptr);
        // What a limit has counted outlives the daemon: a start begins nothing.
        auto moments = moments_in<LimitMoment>(block, *worker, end, limit_moment_of,
                                               [](auto&, std::int64_t) {});
        workers.give_back(std::move(worker));
        return moments;
    };
    // Before the first record of a tree there was no mail.
    const auto done = add_all<LimitMoment>(
        files, history, work, [](const RecordHead& first) { return first.n && *first.n == 0; },
        progress);
    return done ? Result<CountedLimits>(std::move(history).counted()) : done.error();
}

}  // namespace msa
