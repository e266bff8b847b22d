// Who judges a trail again: one for each thread. To load the rules takes longer than to judge a
// block, so that those that have nothing to do right now are kept.
#pragma once

#include "base/guarded.h"
#include "workbench/replayer.h"

#include <memory>
#include <utility>
#include <vector>

namespace msa {

struct ReplayWorker {
    ReplayWorker(const Replayer::Load& load, const Replayer::Others& others)
        : replayer(load, others) {}
    RecordReader reader{};
    Replayer replayer;
};

class ReplayWorkers {
public:
    /// As Replayer has them; both must outlive this.
    ReplayWorkers(const Replayer::Load& load, const Replayer::Others& others)
        : load_(load), others_(others) {}

    [[nodiscard]] std::unique_ptr<ReplayWorker> take() {
        auto idle = idle_.with([](auto& all) {
            std::unique_ptr<ReplayWorker> last;
            if (!all.empty()) {
                last = std::move(all.back());
                all.pop_back();
            }
            return last;
        });
        return idle ? std::move(idle) : std::make_unique<ReplayWorker>(load_, others_);
    }
    void give_back(std::unique_ptr<ReplayWorker> worker) {
        idle_.with([&](auto& all) { all.push_back(std::move(worker)); });
    }

    /// What all of them have seen; nobody may be at work.
    [[nodiscard]] SeenLimits limits() {
        return idle_.with([](const auto& all) {
            SeenLimits seen;
            for (const auto& worker : all) {
                seen.merge(worker->replayer.limits());
            }
            return seen;
        });
    }

private:
    const Replayer::Load& load_;
    const Replayer::Others& others_;
    Guarded<std::vector<std::unique_ptr<ReplayWorker>>> idle_;
};

}  // namespace msa
