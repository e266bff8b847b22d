// Verifies samples of what was signed: libopendkim, beside the mail, in a thread of its own.
#pragma once

#include "audit/audit_trail.h"
#include "base/log.h"
#include "commands/sampled_signer.h"
#include "metrics/labelled_counts.h"
#include "referee/referee.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace msa {

class SampleCheck final : public SampleTaker {
public:
    /// Both must outlive this.
    SampleCheck(AuditTrail& audit, const Log& log);
    SampleCheck(const SampleCheck&) = delete;
    SampleCheck& operator=(const SampleCheck&) = delete;
    SampleCheck(SampleCheck&&) = delete;
    SampleCheck& operator=(SampleCheck&&) = delete;
    /// What still waits is not verified any more.
    ~SampleCheck() override;

    void offer(SampledMessage message) noexcept override;
    void skip() noexcept override;

    /// Samples by what became of them: passed, mismatch, cannot_tell, skipped.
    [[nodiscard]] const LabelledCounts& results() const { return results_; }
    [[nodiscard]] std::uint64_t mismatches() const { return mismatches_; }

private:
    static constexpr std::size_t most_waiting = 16;

    void run();
    void verify(const SampledMessage& message);
    void tell(const std::string& message_id, const JudgedSignature& judged);

    AuditTrail& audit_;
    const Log& log_;
    std::atomic<std::uint64_t> mismatches_ = 0;
    LabelledCounts results_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<SampledMessage> waiting_;
    bool is_over_ = false;
    bool is_away_ = false;  // the referee: the thread's
    std::thread thread_;    // the last member: it uses all others
};

}  // namespace msa
