// Writes lines as leaves of a Merkle tree (RFC 6962, 2.1), one tree a host and year. Not for two
// threads at once.
#pragma once

#include "audit/audit_file.h"
#include "audit/checkpoint_publisher.h"
#include "audit/lost_records.h"
#include "audit/trail_clock.h"
#include "audit/trail_lock.h"
#include "audit/trail_paths.h"
#include "audit/trail_recovery.h"
#include "audit/trail_rotation.h"
#include "audit/trail_settings.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

class TrailWriter {
public:
    /// Takes the lock, and goes on where the last writer ended.
    [[nodiscard]] static Result<TrailWriter> open(TrailSettings settings, LogOutput log);

    /// Appends whole lines, each of which begins with `{`, with numbers and with what else has to
    /// be said in front of them. They are durable when it returns; after an error none of them is
    /// there. What it returns is a notice, see AuditFile::append().
    [[nodiscard]] Result<std::string> append(std::string_view lines);

    /// Opens what the path leads to now. Returns whether that is another file.
    [[nodiscard]] Result<bool> reopen();

    /// What a checkpoint is made of, and the turn to make it.
    struct Snapshot {
        CheckpointPublisher& publisher;
        CheckpointPublisher::Turn turn;
        TrailState state;
    };
    [[nodiscard]] Snapshot snapshot();

    /// What was found when it was opened.
    struct Beginning {
        bool is_clean = false;  // the last one ended in order, or there was none
        std::uint64_t read_again = 0;
        std::string notice{};
    };
    [[nodiscard]] const Beginning& beginning() const { return beginning_; }
    /// This is an orderly end.
    void note_stop() { state_.is_stopped = true; }

    /// Leaves of the tree.
    [[nodiscard]] std::uint64_t size() const { return state_.tree.size(); }
    [[nodiscard]] std::string torn_line() const { return file_.torn_line(); }
    [[nodiscard]] const TrailSettings& settings() const { return settings_; }

private:
    TrailWriter(TrailLock lock, AuditFile file, TrailPaths paths, TrailSettings settings,
                LogOutput log);

    [[nodiscard]] Result<void> recover();
    [[nodiscard]] Result<std::string> append_at(std::chrono::system_clock::time_point now,
                                                std::string_view lines);
    [[nodiscard]] std::string rotate_where_due(std::chrono::system_clock::time_point now,
                                               std::size_t octets);
    [[nodiscard]] Result<std::string> key_for(const std::string& origin) const;
    [[nodiscard]] Result<void> look_at_key();
    [[nodiscard]] Result<void> change_key(std::chrono::system_clock::time_point now);
    [[nodiscard]] bool must_begin_tree(std::chrono::system_clock::time_point now) const;
    [[nodiscard]] Result<std::string> begin_tree(std::chrono::system_clock::time_point now,
                                                 TrailState& next);
    [[nodiscard]] std::string next_origin(std::chrono::system_clock::time_point now) const;
    [[nodiscard]] std::string control_lines(std::chrono::system_clock::time_point now) const;

    TrailLock lock_;
    AuditFile file_;
    TrailPaths paths_;
    TrailSettings settings_;
    std::unique_ptr<CheckpointPublisher> publisher_;
    Beginning beginning_;
    TrailState state_;
    std::string previous_;  // the note of the last checkpoint of the tree before
    std::string reason_;    // why a tree has to begin; empty: it has not, or it is the first
    TrailClock clock_;
    TrailRotation rotation_;
    LostRecords lost_;
    // What the next line has to say.
    std::optional<TrailClock::Step> step_;
    bool is_new_file_ = false;
    std::string moved_to_;                 // the name of the file before, where this has moved it
    std::optional<std::string> next_key_;  // verifier key of the one that takes over
};

}  // namespace msa
