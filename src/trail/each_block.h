// Work on the lines of a file by several threads at once, and what comes of it in their order.
#pragma once

#include "trail/line_reader.h"

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace msa {

/// `work(block)` is called by threads of its own, for as many blocks at once as there are
/// processors; `use(block, what work() returned)` by the caller's, from the first block to the
/// last. Error: reading failed; what was in front of it has been used. `Reader`: a LineReader, or
/// what hands on its blocks.
template <class Reader, class Work, class Use>
[[nodiscard]] Result<void> each_block(Reader& reader, const Work& work, const Use& use) {
    using Made = decltype(work(std::declval<const LineBlock&>()));
    struct Job {
        std::unique_ptr<const LineBlock> block;
        std::future<Made> outcome;
    };
    const std::size_t width = std::max(2U, std::thread::hardware_concurrency());
    std::deque<Job> jobs;
    const auto use_first = [&] {
        Job job = std::move(jobs.front());
        jobs.pop_front();
        use(*job.block, job.outcome.get());
    };
    Result<void> result;
    for (;;) {
        auto block = reader.next();
        if (!block) {
            result = block.error();
            break;
        }
        if (block->lines.empty()) {
            break;
        }
        auto kept = std::make_unique<const LineBlock>(*std::move(block));
        auto outcome =
            std::async(std::launch::async, [&work, lines = kept.get()] { return work(*lines); });
        jobs.push_back({std::move(kept), std::move(outcome)});
        if (jobs.size() > width) {
            use_first();
        }
    }
    while (!jobs.empty()) {
        use_first();
    }
    return result;
}

}  // namespace msa
