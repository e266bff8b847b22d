// Lines of many threads in few writes: while one batch is made durable, the next gathers.
#pragma once

#include "base/result.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

class GroupCommit {
public:
    /// Makes whole lines durable; the text is a notice, see AuditFile::append(). Called by one
    /// thread at a time.
    using Append = std::function<Result<std::string>(std::string_view lines)>;

    explicit GroupCommit(Append append) : append_(std::move(append)) {}

    /// Returns when these whole lines are durable, or why they are not: then nobody's of the batch
    /// are. One of the batch gets the notice.
    [[nodiscard]] Result<std::string> write(std::string_view lines);

    /// Calls that wait for the batch in front of them.
    [[nodiscard]] std::size_t gathered() const;

private:
    struct Batch {
        std::string lines;
        std::size_t count = 0;
        std::optional<Result<void>> result;    // once it was written
        std::atomic<bool> is_written = false;  // for those who do not hold the lock
    };
    using Lock = std::unique_lock<std::mutex>;

    void await_turn(Lock& lock, const Batch& batch);
    [[nodiscard]] std::string write_gathered(Lock& lock);
    [[nodiscard]] Result<std::string> appended_lines(std::string_view lines) const;

    Append append_;
    mutable std::mutex mutex_;
    std::condition_variable written_;
    std::shared_ptr<Batch> gathering_ = std::make_shared<Batch>();
    std::atomic<bool> is_writing_ = false;  // changes under the lock
    std::atomic<bool> is_slow_ = false;     // the last batch was
};

}  // namespace msa
