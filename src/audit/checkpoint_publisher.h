// Makes checkpoints known: in the files beside the trail, and in the log, from where another host
// may hold them.
#pragma once

#include "audit/signed_note.h"
#include "audit/trail_paths.h"
#include "audit/trail_settings.h"
#include "audit/trail_state.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// The last checkpoint that was made known, as a note; absent: none that can be read. A note that
/// was cut by a crash is passed over.
[[nodiscard]] std::optional<SignedNote> last_checkpoint(const TrailPaths& paths);

/// Every origin that ever had a checkpoint here and begins like this.
[[nodiscard]] std::vector<std::string> published_origins(const TrailPaths& paths,
                                                         std::string_view beginning);

class CheckpointPublisher {
public:
    using Keys = std::vector<std::shared_ptr<const PrivateKey>>;

    /// `keys`: the one that a state names signs its checkpoint.
    CheckpointPublisher(TrailPaths paths, Keys keys, LogOutput log)
        : paths_(std::move(paths)), keys_(std::move(keys)), log_(std::move(log)) {}

    /// One at a time: the turn is taken while the state is read, so that sizes only grow.
    using Turn = std::unique_lock<std::mutex>;
    [[nodiscard]] Turn take_turn() { return Turn(mutex_); }

    /// The note, durable in `audit.checkpoints`. Then the other files, which a crash may leave
    /// behind it, but never in front of it.
    [[nodiscard]] Result<std::string> publish(const Turn& turn, const TrailState& state) {
        return publish(turn, state, state.key);
    }
    /// The same, where the key is another from then on.
    [[nodiscard]] Result<std::string> publish(const Turn& turn, const TrailState& state,
                                              const std::string& next_key);

private:
    [[nodiscard]] Result<const PrivateKey*> key_of(const TrailState& state) const;
    [[nodiscard]] Result<SignedNote> note_of(const TrailState& state) const;
    [[nodiscard]] Result<void> keep(const SignedNote& note);
    void tell(const Checkpoint& made, const SignedNote& note) const;

    TrailPaths paths_;
    Keys keys_;
    LogOutput log_;
    std::mutex mutex_;
    std::string last_text_{};  // of the last note
    std::string last_note_{};
};

}  // namespace msa
