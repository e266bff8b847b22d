// One tree of a trail: its leaves against its checkpoints.
#pragma once

#include "audit/merkle_tree.h"
#include "trail/checkpoint_store.h"
#include "trail/expired_leaves.h"
#include "trail/key_chain.h"
#include "trail/leaf_order.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

/// Is told of records and checkpoints while they are verified.
class TreeWatcher {
public:
    virtual ~TreeWatcher() = default;
    /// Whether it has to see this line, not only its hash.
    [[nodiscard]] virtual bool wants(std::string_view line) const = 0;
    /// `before`: the tree in front of the leaf; null: leaves are missing, so that nothing is known
    /// of it.
    virtual void leaf(const std::string& origin, const MerkleTree* before,
                      const TrailLeaf& leaf) = 0;
    /// The checkpoint of all leaves so far is as it should be.
    virtual void hold(const Checkpoint& checkpoint, const SignedNote& note, bool is_anchor) = 0;
};

/// What the whole verification knows, and has found so far.
struct TrailKnowledge {
    const CheckpointStore& checkpoints;
    ExpiredRecords& expired;
    bool every_signature = false;
    TreeWatcher* watcher = nullptr;
    Observations observations{};
    std::uint64_t signatures = 0;  // that were looked at
};

/// How a tree came out.
struct TreeReport {
    std::string origin;
    std::uint64_t leaves = 0;   // the number behind the last one's
    std::uint64_t read = 0;     // of them, in files
    std::uint64_t covered = 0;  // by the last checkpoint that holds
    std::string root;           // of that, in base64
    std::string key;            // that signed it; empty: none
    std::int64_t first_time = 0;
    std::int64_t last_time = 0;
    bool holds = false;  // everything that checkpoints speak of is proven
};

/// Records between two checkpoints that are not what was written, the last not included.
struct DoubtfulRange {
    TrailPlace begin;
    TrailPlace end;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

class TreeCheck final : public LeafSink {
public:
    /// `begin`: the first record of the tree, if it is there. Both others must outlive this.
    TreeCheck(std::string origin, const std::optional<TreeRecord>& begin, KeyChain& keys,
              TrailKnowledge& knowledge);

    void leaf(const TrailLeaf& leaf) override;
    [[nodiscard]] bool account_for(std::uint64_t begin, std::uint64_t end,
                                   TrailPlace place) override;

    /// After the last leaf.
    void finish(TrailPlace last_file);
    /// What the tree that follows says of the end of this one, at that place.
    void compare_with(const Checkpoint& remembered, TrailPlace place);

    [[nodiscard]] const TreeReport& report() const { return report_; }
    [[nodiscard]] const std::vector<DoubtfulRange>& doubtful() const { return doubtful_; }
    [[nodiscard]] const std::string& origin() const { return report_.origin; }

private:
    struct Failure {
        StoredCheckpoint checkpoint;
        TrailPlace begin;
        TrailPlace end;
        bool is_signed = false;
    };

    void note_control(const TrailLeaf& leaf);
    void meet_checkpoints();
    void meet(const StoredCheckpoint& stored, bool is_last);
    void meet_signature(const StoredCheckpoint& stored, const SignedNote& note, bool fits,
                        bool is_last);
    void hold(const StoredCheckpoint& stored, const Checkpoint& checkpoint, const SignedNote& note);
    void report_signature(SignatureVerdict verdict, const StoredCheckpoint& stored);
    void report_failure();
    void report_rest(TrailPlace last_file);
    [[nodiscard]] std::uint64_t last_sound_size();
    void see(Verdict verdict, TrailPlace place, std::string what) {
        knowledge_.observations.add(verdict, place, std::move(what));
    }

    KeyChain& keys_;
    TrailKnowledge& knowledge_;
    const std::vector<StoredCheckpoint>& checkpoints_;
    std::size_t next_checkpoint_ = 0;
    std::size_t stride_;
    MerkleTree tree_;
    bool is_broken_ = false;  // leaves are missing: no root can be told any more
    TreeReport report_;
    std::optional<Failure> failure_;  // the first checkpoint that does not hold
    TrailPlace after_last_good_;
    bool wants_place_ = true;  // the next leaf is the first one behind a checkpoint that holds
    TrailPlace first_place_;
    TrailPlace last_place_;
    std::vector<std::pair<std::uint64_t, TrailPlace>> expiries_;
    std::vector<DoubtfulRange> doubtful_;
    std::int64_t first_uncovered_ = 0;
};

}  // namespace msa
