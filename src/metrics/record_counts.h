// Counts what became of transactions on its way to the trail: everything that is recorded passes
// here, and nothing else is counted.
#pragma once

#include "base/histogram.h"
#include "metrics/labelled_counts.h"
#include "policy/audit_record.h"
#include "policy/stages.h"
#include "submission/ports.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace msa {

class RecordCounts final : public AuditSink {
public:
    static constexpr std::array all_dispositions{Disposition::accepted, Disposition::held,
                                                 Disposition::rejected, Disposition::deferred,
                                                 Disposition::aborted,  Disposition::out_of_scope};
    static constexpr std::array all_stages{Stage::mail, Stage::recipient, Stage::headers,
                                           Stage::message};

    /// `trail` must outlive this.
    explicit RecordCounts(AuditSink& trail);

    /// What could not be recorded is told to the client as 451, and counts so.
    [[nodiscard]] Result<void> write(const AuditRecord& record) override;

    /// That ended so, at that stage or at any.
    [[nodiscard]] std::uint64_t transactions(Disposition disposition, Stage stage) const;
    [[nodiscard]] std::uint64_t transactions(Disposition disposition) const;
    /// By rule, mode and action; edits by what they do; by the source of the identity; by domain
    /// and algorithm.
    [[nodiscard]] const LabelledCounts& rule_hits() const { return rule_hits_; }
    [[nodiscard]] const LabelledCounts& modifications() const { return modifications_; }
    [[nodiscard]] const LabelledCounts& identities() const { return identities_; }
    [[nodiscard]] const LabelledCounts& signatures() const { return signatures_; }
    /// Messages that left without a signature, or were put off for want of one, by why: `failed`,
    /// or `not_signed` where the rules sign nothing of it.
    [[nodiscard]] const LabelledCounts& unsigned_messages() const { return unsigned_; }
    /// Octets of the bodies of messages that left, as received.
    [[nodiscard]] const Histogram& sizes() const { return sizes_; }
    /// Records that were written, by disposition; and the nanoseconds that each took to be durable.
    [[nodiscard]] const LabelledCounts& written() const { return written_; }
    [[nodiscard]] const Histogram& write_times() const { return write_times_; }
    /// What a candidate would have judged otherwise: by disposition, the candidate's, and its rule.
    [[nodiscard]] const LabelledCounts& candidate_differences() const {
        return candidate_differences_;
    }
    /// Of these, what it could not tell.
    [[nodiscard]] std::uint64_t candidate_troubles() const;
    /// Records that could not be written.
    [[nodiscard]] std::uint64_t failures() const;
    /// Whether the last record could not be written, less than a minute ago. After that only the
    /// next message can tell.
    [[nodiscard]] bool is_failing() const;

private:
    using Count = std::atomic<std::uint64_t>;
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Result<void> timed_write(const AuditRecord& record);
    void count_parts(const AuditRecord& record, bool is_written);
    void count_signing(const AuditRecord& record, bool is_carried_out);

    AuditSink& trail_;
    std::array<std::array<Count, all_stages.size()>, all_dispositions.size()> transactions_{};
    LabelledCounts rule_hits_;
    LabelledCounts modifications_;
    LabelledCounts identities_;
    LabelledCounts signatures_;
    LabelledCounts unsigned_;
    Histogram sizes_{size_ends};
    LabelledCounts written_;
    Histogram write_times_{duration_ends};
    LabelledCounts candidate_differences_;
    Count candidate_troubles_ = 0;
    Count failures_ = 0;
    std::atomic<Clock::time_point> failed_at_{};  // the last record; or never
};

}  // namespace msa
