// The inclusion proof of one leaf, in whatever size the tree reaches behind it: what is kept is one
// hash a bit of that size.
#pragma once

#include "audit/merkle_proof.h"
#include "audit/merkle_tree.h"
#include "trail/compact_range.h"

#include <cstdint>

namespace msa {

class InclusionTracker {
public:
    /// `before`: the tree in front of the leaf.
    InclusionTracker(const MerkleTree& before, const Digest& leaf)
        : leaf_(leaf), before_(before), behind_(before.size() + 1) {}

    /// The next leaf behind it.
    void add(const Digest& leaf) { behind_.add(leaf); }

    [[nodiscard]] std::uint64_t index() const { return before_.size(); }
    [[nodiscard]] std::uint64_t size() const { return behind_.end(); }
    [[nodiscard]] const Digest& leaf() const { return leaf_; }
    /// In the tree of that size.
    [[nodiscard]] MerkleProof proof() const;

private:
    Digest leaf_;
    MerkleTree before_;
    CompactRange behind_;
};

}  // namespace msa
