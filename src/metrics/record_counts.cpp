#include "metrics/record_counts.h"

namespace msa {

namespace {

std::size_t index_of(Disposition disposition) {
    return static_cast<std::size_t>(disposition);
}

std::size_t index_of(Stage stage) {
    return static_cast<std::size_t>(stage);
}

Stage stage_of(const AuditRecord& record) {
    for (const auto stage : {Stage::recipient, Stage::headers, Stage::message}) {
        if (record.stage == to_text(stage)) {
            return stage;
        }
    }
    return Stage::mail;
}

}  // namespace

RecordCounts::RecordCounts(AuditSink& trail) : trail_(trail) {
    for (const auto* why : {"failed", "not_signed"}) {
        unsigned_.expect({why});
    }
    for (const auto disposition : all_dispositions) {
        written_.expect({std::string(to_text(disposition))});
    }
}

Result<void> RecordCounts::write(const AuditRecord& record) {
    auto written = timed_write(record);
    const bool is_put_off = !written && record.disposition != Disposition::aborted;
    const auto disposition = is_put_off ? Disposition::deferred : record.disposition;
    transactions_.at(index_of(disposition))
        .at(index_of(stage_of(record)))
        .fetch_add(1, std::memory_order_relaxed);
    if (!written) {
        failures_.fetch_add(1, std::memory_order_relaxed);
    }
    failed_at_.store(written ? Clock::time_point() : Clock::now(), std::memory_order_relaxed);
    count_parts(record, written.has_value());
    return written;
}

Result<void> RecordCounts::timed_write(const AuditRecord& record) {
    const Stopwatch watch(write_times_);
    return trail_.write(record);
}

void RecordCounts::count_parts(const AuditRecord& record, bool is_written) {
    for (const auto& finding : record.findings) {
        rule_hits_.add({finding.rule, std::string(to_text(finding.mode)),
                        std::string(to_text(finding.action))});
    }
    identities_.add({record.identity ? std::string(to_text(record.identity->source)) : "none"});
    if (record.candidate) {
        candidate_differences_.add({std::string(to_text(record.disposition)),
                                    record.candidate->disposition, record.candidate->rule});
        if (!record.candidate->trouble.empty()) {
            candidate_troubles_.fetch_add(1, std::memory_order_relaxed);
        }
    }
    if (is_written) {
        written_.add({std::string(to_text(record.disposition))});
    }
    const bool is_carried_out = is_written && leaves(record);
    count_signing(record, is_carried_out);
    if (!is_carried_out) {
        return;
    }
    sizes_.add(record.body_octets);
    for (const auto& edit : record.edits) {
        modifications_.add({std::string(to_text(edit.kind))});
    }
}

void RecordCounts::count_signing(const AuditRecord& record, bool is_carried_out) {
    if (is_carried_out) {
        for (const auto& signature : record.signatures) {
            signatures_.add({signature.domain, signature.algorithm});
        }
    }
    if (record.unsigned_reason.starts_with("signing failed")) {
        unsigned_.add({"failed"});
    } else if (is_carried_out && record.signatures.empty()) {
        unsigned_.add({"not_signed"});
    }
}

std::uint64_t RecordCounts::transactions(Disposition disposition, Stage stage) const {
    return transactions_.at(index_of(disposition))
        .at(index_of(stage))
        .load(std::memory_order_relaxed);
}

std::uint64_t RecordCounts::transactions(Disposition disposition) const {
    std::uint64_t all = 0;
    for (const auto& count : transactions_.at(index_of(disposition))) {
        all += count.load(std::memory_order_relaxed);
    }
    return all;
}

std::uint64_t RecordCounts::candidate_troubles() const {
    return candidate_troubles_.load(std::memory_order_relaxed);
}

bool RecordCounts::is_failing() const {
    constexpr std::chrono::minutes remembered{1};
    const auto at = failed_at_.load(std::memory_order_relaxed);
    return at != Clock::time_point() && Clock::now() < at + remembered;
}

std::uint64_t RecordCounts::failures() const {
    return failures_.load(std::memory_order_relaxed);
}

}  // namespace msa
