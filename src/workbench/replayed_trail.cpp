// Replays of trails, see replayed_trail.h.
#include "workbench/replayed_trail.h"

#include "base/guarded.h"
#include "trail/recorded_text.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace msa {
namespace {

struct Worker {
    Worker(const Replayer::Load& load, const Replayer::Others& others) : replayer(load, others) {}
    RecordReader reader{};
    Replayer replayer;
};

/// Workers that have nothing to do right now: to load the rules takes longer than a block does.
class Workers {
public:
    Workers(const Replayer::Load& load, const Replayer::Others& others)
        : load_(load), others_(others) {}

    [[nodiscard]] std::unique_ptr<Worker> take() {
        auto idle = idle_.with([](auto& all) {
            std::unique_ptr<Worker> last;
            if (!all.empty()) {
                last = std::move(all.back());
                all.pop_back();
            }
            return last;
        });
        return idle ? std::move(idle) : std::make_unique<Worker>(load_, others_);
    }
    void give_back(std::unique_ptr<Worker> worker) {
        idle_.with([&](auto& all) { all.push_back(std::move(worker)); });
    }

private:
    const Replayer::Load& load_;
    const Replayer::Others& others_;
    Guarded<std::vector<std::unique_ptr<Worker>>> idle_;
};

void replay(Worker& worker, ReplaySums& sums) {
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

ReplayedTrail replayed(const LineBlock& block, Worker& worker, const ReplayScope& scope) {
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

    [[nodiscard]] std::optional<Result<RecordedMail>> in(const LineBlock& block) const {
        std::optional<Result<RecordedMail>> found;
        std::size_t first = 0;  // line of what belongs to the next transaction
        for (std::size_t place = 0; place < block.lines.size(); ++place) {
            const auto text = block.text(block.lines[place]);
            const auto head = record_head(text);
            const bool is_in_front =
                head && (head->kind == RecordKind::facts || head->kind == RecordKind::recipients);
            if (is_in_front) {
                continue;
            }
            if (head && head->kind == RecordKind::transaction &&
                text.find(id_) != std::string_view::npos) {
                look(block, first, place, found);
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

}  // namespace

Result<ReplayedTrail> replay_trail(
    const std::vector<TrailFile>& files, const ReplayScope& scope, const Replayer::Load& load,
    const Replayer::Others& others,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    Workers workers(load, others);
    ReplayedTrail all{.sums = ReplaySums(scope.most_examples)};
    const auto work = [&](const LineBlock& block) {
        auto worker = workers.take();
        auto made = replayed(block, *worker, scope);
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

Result<RecordedMail> find_recorded(
    const std::vector<TrailFile>& files, std::string_view id,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    const Finder finder(id);
    std::optional<Result<RecordedMail>> last;
    const auto work = [&](const LineBlock& block) { return finder.in(block); };
    const auto use = [&](std::size_t /*file*/, const LineBlock& /*block*/, auto found) {
        if (found) {
            last = std::move(found);
        }
    };
    if (const auto done = each_record_block(files, progress, work, use); !done) {
        return done.error();
    }
    return last ? *std::move(last)
                : Error{"the trail has no transaction with the session, transaction or queue id " +
                            std::string(id),
                        ErrorKind::bad_input};
}

}  // namespace msa
