// Proofs, see merkle_proof.h. They follow the recursion of the RFC, no deeper than 64.
#include "audit/merkle_proof.h"

#include "audit/merkle_tree.h"

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

std::optional<Digest> proven_root(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                  const MerkleProof& proof) {
    return index < size ? root_above(index, size, leaf, proof) : std::nullopt;
}

}  // namespace msa
