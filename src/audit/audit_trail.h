// The audit trail: each record a line of JSON in a file, durable before write() returns, a leaf of
// the trail's tree, and a short line in the log. Records that come together are made durable
// together.
#pragma once

#include "audit/checkpoint_timer.h"
#include "audit/control_line.h"
#include "audit/discretion.h"
#include "audit/group_commit.h"
#include "audit/trail_settings.h"
#include "audit/trail_writer.h"
#include "base/guarded.h"
#include "submission/ports.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace msa {

class AuditTrail final : public AuditSink {
public:
    [[nodiscard]] static Result<std::unique_ptr<AuditTrail>> open(TrailSettings settings,
                                                                  LogOutput log);
    AuditTrail(const AuditTrail&) = delete;
    AuditTrail& operator=(const AuditTrail&) = delete;
    /// Makes a last checkpoint. Without stop() before it this was no orderly end.
    ~AuditTrail() override;

    /// Records that this program begins to write, and how the last one ended.
    [[nodiscard]] Result<void> start(std::string_view version);
    /// Records the orderly end. Nothing is written afterwards.
    void stop();

    /// Logs what it cannot write, whoever asks.
    [[nodiscard]] Result<void> write(const AuditRecord& record) override;

    /// For who only added to what a daemon has left: if that had ended in order, it still has.
    void leave_as_found();

    /// A control record in the making, of now.
    [[nodiscard]] ControlLine control(std::string_view kind) const;
    /// How a record of now names a recipient.
    [[nodiscard]] Result<std::string> recipient(std::string_view address);
    /// Logs what it cannot write.
    [[nodiscard]] Result<void> write(ControlLine& line);
    /// The same of lines with their ends, all of them or none.
    [[nodiscard]] Result<void> write_lines(std::string_view lines);

    [[nodiscard]] const TrailSettings& settings() const { return settings_; }

    struct Standing {
        std::uint64_t records = 0;       // of the tree, control records included
        std::uint64_t checkpointed = 0;  // of them, those that the last checkpoint covers
        std::chrono::system_clock::time_point checkpoint_at{};  // not set: none was made yet
        bool is_checkpoint_failing = false;
    };
    /// Waits for nobody who writes.
    [[nodiscard]] Standing standing() const;

    /// After logrotate(8) moved the file. After an error the old file stays in use.
    [[nodiscard]] Result<void> reopen();
    /// Makes a checkpoint of all that was written, or logs why it cannot be made.
    bool make_checkpoint();

private:
    AuditTrail(TrailWriter writer, LogOutput log);

    void log_notice(std::string_view notice) const;
    void note_checkpoint(std::uint64_t size);

    TrailSettings settings_;
    Guarded<std::unique_ptr<TrailWriter>> writer_;
    GroupCommit commit_;
    LogOutput log_;
    Discretion discretion_;
    std::atomic<bool> is_checkpoint_failing_ = false;
    std::atomic<std::uint64_t> records_ = 0;
    Guarded<Standing> checkpoint_;
    CheckpointTimer timer_;  // the last member: its thread uses all others
};

}  // namespace msa
