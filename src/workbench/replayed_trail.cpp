// Replays of trails, see replayed_trail.h.
#include "workbench/replayed_trail.h"

#include "base/text.h"
#include "trail/recorded_text.h"
#include "workbench/counted_trail.h"
#include "workbench/replay_workers.h"

#include <atomic>
#include <optional>
#include <string>
#include <utility>

namespace msa {
namespace {

void replay(ReplayWorker& worker, ReplaySums& sums) {
    const auto mail = recorded_mail(worker.reader);
    if (mail) {
        sums.add(*mail, worker.replayer.judge_again(*mail));
        return;
    }
    const auto& record = worker.reader.transaction();
    sums.add_unreadable(
        mail.error().what,
        {.time = worker.reader.head().time,
         .transaction = recorded_text(record.transaction).octets,
         .login = record.identity ? recorded_text(record.identity->login).octets : std::string()});
}

ReplayedTrail replayed(const LineBlock& block, ReplayWorker& worker, const ReplayScope& scope) {
    ReplayedTrail made{.sums = ReplaySums(scope.most_examples)};
    worker.reader.forget();
    for (const auto& line : block.lines) {
        const auto text = block.text(line);
        const auto head = record_head(text);
        const bool is_torn = !line.has_end;
        if (!head) {
            made.damaged += is_torn ? 0 : 1;
            continue;
        }
        if (head->time < scope.begin || head->time >= scope.end ||
            (head->kind != RecordKind::transaction && head->kind != RecordKind::facts &&
             head->kind != RecordKind::recipients)) {
            continue;
        }
        const auto read = worker.reader.read(text);
        if (read == RecordReader::Line::damaged) {
            made.damaged += is_torn ? 0 : 1;
        } else if (read == RecordReader::Line::transaction) {
            replay(worker, made.sums);
        }
    }
    return made;
}

/// The last transaction of a block that has this id.
class Finder {
public:
    explicit Finder(std::string_view id) : id_(id) {}

    struct Found {
        std::optional<Result<RecordedMail>> last{};
        bool has_record = false;  // of any kind
    };

    [[nodiscard]] Found in(const LineBlock& block) const {
        Found found;
        std::size_t first = 0;  // line of what belongs to the next transaction
        for (std::size_t place = 0; place < block.lines.size(); ++place) {
            const auto text = block.text(block.lines[place]);
            const auto head = record_head(text);
            found.has_record = found.has_record || head;
            const bool is_in_front =
                head && (head->kind == RecordKind::facts || head->kind == RecordKind::recipients);
            if (is_in_front) {
                continue;
            }
            if (head && head->kind == RecordKind::transaction &&
                text.find(id_) != std::string_view::npos) {
                look(block, first, place, found.last);
            }
            first = place + 1;
        }
        return found;
    }

private:
    void look(const LineBlock& block, std::size_t first, std::size_t last,
              std::optional<Result<RecordedMail>>& found) const {
        RecordReader reader;
        for (auto place = first; place < last; ++place) {
            (void)reader.read(block.text(block.lines[place]));  // a damaged one is as good as none
        }
        if (reader.read(block.text(block.lines[last])) != RecordReader::Line::transaction) {
            return;
        }
        const auto& record = reader.transaction();
        if (record.session == id_ || record.transaction == id_ || record.queue_id == id_) {
            found = recorded_mail(reader);
        }
    }

    std::string_view id_;
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// What was counted again; null: the records say it.
struct CountedAgain {
    const CountedRates* rates = nullptr;
    const CountedLimits* limits = nullptr;

    /// Whether what was seen needs more than this.
    [[nodiscard]] bool is_enough(const SeenLimits& seen) const {
        return (rates != nullptr || !seen.need_counting()) &&
               (limits != nullptr || !seen.has_unknown_limit);
    }
};

/// One pass over the trail; limits answer as `counted` says. Where it turns out that they have to
/// be counted first, nothing of it counts.
Result<ReplayedTrail> judged_trail(const std::vector<TrailFile>& files, const ReplayScope& scope,
                                   ReplayWorkers& workers, const CountedAgain& counted,
                                   const Progress& progress) {
    ReplayedTrail all{.sums = ReplaySums(scope.most_examples)};
    std::atomic<bool> is_in_vain = false;
    const auto work = [&](const LineBlock& block) {
        if (is_in_vain) {
            return ReplayedTrail{};
        }
        auto worker = workers.take();
        worker->replayer.count(counted.rates, counted.limits);
        auto made = replayed(block, *worker, scope);
        is_in_vain = is_in_vain || !counted.is_enough(worker->replayer.limits());
        workers.give_back(std::move(worker));
        return made;
    };
    const auto use = [&](std::size_t /*file*/, const LineBlock& /*block*/, ReplayedTrail made) {
        all.damaged += made.damaged;
        all.sums.merge(std::move(made.sums));
    };
    const auto done = each_record_block(files, progress, work, use);
    return done ? Result<ReplayedTrail>(std::move(all)) : done.error();
}

}  // namespace

Result<ReplayedTrail> replay_trail(const std::vector<TrailFile>& files, const ReplayScope& scope,
                                   const Replayer::Load& load, const Replayer::Others& others,
                                   const Progress& progress) {
    ReplayWorkers workers(load, others);
    CountedAgain counted;
    std::optional<CountedRates> rates;
    std::optional<CountedLimits> limits;
    for (;;) {
        auto judged = judged_trail(files, scope, workers, counted, progress);
        const auto seen = workers.limits();
        if (!judged || counted.is_enough(seen)) {
            return judged;
        }
        if (counted.rates == nullptr && seen.need_counting()) {
            auto made = count_rates(files, scope.end, workers, progress);
            if (!made) {
                return made.error();
            }
            counted.rates = &rates.emplace(*std::move(made));
            continue;
        }
        auto made = count_limits(files, scope.end, workers, counted.rates, progress);
        if (!made) {
            return made.error();
        }
        counted.limits = &limits.emplace(*std::move(made));
    }
}

Result<RecordedMail> find_recorded(
    const std::vector<TrailFile>& files, std::string_view id,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    if (id.empty()) {
        return Error{"which transaction? Its id, or that of its session or of the queue, is empty",
                     ErrorKind::bad_input};
    }
    const Finder finder(id);
    Finder::Found all;
    const auto work = [&](const LineBlock& block) { return finder.in(block); };
    const auto use = [&](std::size_t /*file*/, const LineBlock& /*block*/, Finder::Found found) {
        all.has_record = all.has_record || found.has_record;
        if (found.last) {
            all.last = std::move(found.last);
        }
    };
    if (const auto done = each_record_block(files, progress, work, use); !done) {
        return done.error();
    }
    if (all.last) {
        return *std::move(all.last);
    }
    return Error{all.has_record ? "the trail has no transaction with the session, transaction or "
                                  "queue id " +
                                      printable(id)
                                : "no line of the trail is a record that can be read",
                 ErrorKind::bad_input};
}

}  // namespace msa
