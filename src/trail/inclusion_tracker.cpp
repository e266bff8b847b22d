// Proofs of leaves, see inclusion_tracker.h.
#include "trail/inclusion_tracker.h"

#include <span>

namespace msa {

namespace {

/// Of the tree whose complete subtrees these are, the leftmost first.
Digest root_of(std::span<const Digest> subtrees) {
    Digest root = subtrees.back();
    for (auto left = subtrees.size() - 1; left-- != 0;) {
        root = node_hash(subtrees[left], root);
    }
    return root;
}

}  // namespace

/// To the left of the leaf each sibling is one of the complete subtrees in front of it. To the
/// right each is one of those behind it, but the last, which may be what is left of them.
MerkleProof InclusionTracker::proof() const {
    const std::span<const Digest> behind = behind_.subtrees();
    auto left = before_.subtrees().rbegin();
    std::size_t right = 0;
    MerkleProof proof;
    for (const auto& range : inclusion_ranges(index(), size())) {
        if (range.end <= index()) {
            proof.push_back(*left++);
            continue;
        }
        const auto first = right;
        for (auto at = range.begin; at != range.end; ++right) {
            at += subtree_width(at, range.end);
        }
        proof.push_back(root_of(behind.subspan(first, right - first)));
    }
    return proof;
}

}  // namespace msa
