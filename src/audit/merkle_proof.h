// Proofs of RFC 6962 (2.1.1) that a line is in a tree.
#pragma once

#include "crypto/digest.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace msa {

/// Leaves `begin` to `end`, the last not included.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// A proof: roots of subtrees, the lowest first.
using MerkleProof = std::vector<Digest>;

/// Whose roots prove that leaf `index`, which must be below `size`, is in the tree of that size.
[[nodiscard]] std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);

/// The root of the tree of `size` in which `leaf` has that index, if the proof is right; absent:
/// it cannot be.
[[nodiscard]] std::optional<Digest> proven_root(std::uint64_t index, std::uint64_t size,
                                                const Digest& leaf, const MerkleProof& proof);

}  // namespace msa
