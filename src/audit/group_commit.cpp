// Batches of lines, see group_commit.h.
#include "audit/group_commit.h"

#include "base/waiting.h"

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace msa {

namespace {

using std::chrono::steady_clock;

// To wake another thread for the time that a disk takes costs some 10 us.
constexpr std::chrono::microseconds worth_a_stand_in{200};

// Turns of a loop, some 20 us at most: to sleep and be woken takes as long as a fast disk does.
constexpr int worth_looking = 500;

void look_away() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

}  // namespace

Result<std::string> GroupCommit::write(std::string_view lines) {
    std::optional<WhileWaiting> waiting;
    if (is_slow_) {
        waiting.emplace();
    }
    Lock lock(mutex_);
    const auto batch = gathering_;
    batch->lines += lines;
    ++batch->count;
    std::string notice;
    while (!batch->result) {
        if (is_writing_) {
            await_turn(lock, *batch);
        } else {
            notice = write_gathered(lock);  // what gathers is ours: all before it was written
        }
    }
    return *batch->result ? Result<std::string>(std::move(notice)) : batch->result->error();
}

/// Comes back when something has changed, or may have.
void GroupCommit::await_turn(Lock& lock, const Batch& batch) {
    if (!is_slow_) {
        lock.unlock();
        for (int i = 0; i < worth_looking && is_writing_ && !batch.is_written; ++i) {
            look_away();
        }
        lock.lock();
    }
    if (is_writing_ && !batch.result) {
        written_.wait(lock);
    }
}

/// Whatever happens, those who wait must hear of it.
Result<std::string> GroupCommit::appended_lines(std::string_view lines) const {
    try {
        return append_(lines);
    } catch (const std::exception& error) {
        return Error{error.what()};
    }
}

std::string GroupCommit::write_gathered(Lock& lock) {
    is_writing_ = true;
    const auto batch = std::exchange(gathering_, std::make_shared<Batch>());
    lock.unlock();
    const auto begin = steady_clock::now();
    const auto appended = appended_lines(batch->lines);
    is_slow_ = steady_clock::now() - begin > worth_a_stand_in;
    lock.lock();
    batch->result = appended ? Result<void>() : Result<void>(appended.error());
    batch->is_written = true;
    is_writing_ = false;
    written_.notify_all();
    return appended ? *appended : std::string();
}

std::size_t GroupCommit::gathered() const {
    const Lock lock(mutex_);
    return gathering_->count;
}

}  // namespace msa
