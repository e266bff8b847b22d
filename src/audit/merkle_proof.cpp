// Proofs, see merkle_proof.h. All follow the recursions of the RFC, no deeper than 64.
#include "audit/merkle_proof.h"

#include <algorithm>
#include <bit>
#include <span>

namespace msa {

namespace {

using Proof = std::span<const Digest>;

/// How many leaves the left half of a tree of more than one has.
std::uint64_t left_half(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

Proof without_last(Proof proof) {
    return proof.first(proof.size() - 1);
}

std::optional<Digest> root_above(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                 Proof proof) {
    if (size == 1) {
        return proof.empty() ? std::optional(leaf) : std::nullopt;
    }
    if (proof.empty()) {
        return std::nullopt;
    }
    const auto left = left_half(size);
    if (index < left) {
        const auto root = root_above(index, left, leaf, without_last(proof));
        return root ? std::optional(node_hash(*root, proof.back())) : std::nullopt;
    }
    const auto root = root_above(index - left, size - left, leaf, without_last(proof));
    return root ? std::optional(node_hash(proof.back(), *root)) : std::nullopt;
}

struct Roots {
    Digest old_one;
    Digest new_one;
};

/// What the proof says of both trees; `known` is the root of the old one as long as it is a whole
/// subtree of the new one from its beginning on.
std::optional<Roots> roots_above(std::uint64_t old_size, std::uint64_t size, const Digest* known,
                                 Proof proof) {
    if (old_size == size) {
        if (known != nullptr) {
            return proof.empty() ? std::optional(Roots{*known, *known}) : std::nullopt;
        }
        return proof.size() == 1 ? std::optional(Roots{proof[0], proof[0]}) : std::nullopt;
    }
    if (proof.empty()) {
        return std::nullopt;
    }
    const auto left = left_half(size);
    const auto& last = proof.back();
    if (old_size <= left) {
        const auto roots = roots_above(old_size, left, known, without_last(proof));
        return roots ? std::optional(Roots{roots->old_one, node_hash(roots->new_one, last)})
                     : std::nullopt;
    }
    const auto roots = roots_above(old_size - left, size - left, nullptr, without_last(proof));
    return roots ? std::optional(
                       Roots{node_hash(last, roots->old_one), node_hash(last, roots->new_one)})
                 : std::nullopt;
}

}  // namespace

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
    std::vector<LeafRange> ranges;
    LeafRange tree{0, size};
    while (tree.end - tree.begin > 1) {
        const auto middle = tree.begin + left_half(tree.end - tree.begin);
        const bool is_left = index < middle;
        ranges.push_back(is_left ? LeafRange{middle, tree.end} : LeafRange{tree.begin, middle});
        tree = is_left ? LeafRange{tree.begin, middle} : LeafRange{middle, tree.end};
    }
    std::reverse(ranges.begin(), ranges.end());
    return ranges;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t old_size, std::uint64_t size) {
    std::vector<LeafRange> ranges;
    LeafRange tree{0, size};
    while (old_size != tree.end) {
        const auto middle = tree.begin + left_half(tree.end - tree.begin);
        const bool is_left = old_size <= middle;
        ranges.push_back(is_left ? LeafRange{middle, tree.end} : LeafRange{tree.begin, middle});
        tree = is_left ? LeafRange{tree.begin, middle} : LeafRange{middle, tree.end};
    }
    if (tree.begin != 0) {
        ranges.push_back(tree);
    }
    std::reverse(ranges.begin(), ranges.end());
    return ranges;
}

ProofBuilder::ProofBuilder(const std::vector<LeafRange>& ranges) {
    for (const auto& range : ranges) {
        parts_.push_back({range, parts_.size()});
    }
    std::sort(parts_.begin(), parts_.end(),
              [](const Part& a, const Part& b) { return a.range.begin < b.range.begin; });
}

void ProofBuilder::add(const Digest& leaf) {
    const auto index = size_++;
    if (current_ == parts_.size() || index < parts_[current_].range.begin) {
        return;
    }
    parts_[current_].tree.add_hash(leaf);
    if (size_ == parts_[current_].range.end) {
        ++current_;
    }
}

std::optional<MerkleProof> ProofBuilder::proof() const {
    if (current_ != parts_.size()) {
        return std::nullopt;
    }
    MerkleProof proof(parts_.size());
    for (const auto& part : parts_) {
        proof[part.place] = part.tree.root();
    }
    return proof;
}

std::optional<Digest> proven_root(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                  const MerkleProof& proof) {
    return index < size ? root_above(index, size, leaf, proof) : std::nullopt;
}

bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                   const Digest& root, const MerkleProof& proof) {
    if (old_size > size) {
        return false;
    }
    if (old_size == 0) {
        return proof.empty() && old_root == MerkleTree().root();
    }
    const auto roots = roots_above(old_size, size, &old_root, proof);
    return roots && roots->old_one == old_root && roots->new_one == root;
}

}  // namespace msa
