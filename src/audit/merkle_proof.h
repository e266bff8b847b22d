// Proofs of RFC 6962 (2.1.1, 2.1.2): that a line is in a tree, and that a tree begins with another.
#pragma once

#include "audit/merkle_tree.h"
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
/// Whose roots prove that the tree of `size` begins with that of `old_size`: 1 to `size`.
[[nodiscard]] std::vector<LeafRange> consistency_ranges(std::uint64_t old_size, std::uint64_t size);

/// Computes a proof while the leaves go by, and keeps no more of them than the tree does.
class ProofBuilder {
public:
    explicit ProofBuilder(const std::vector<LeafRange>& ranges);

    /// The next leaf, from the first on.
    void add(const Digest& leaf);
    /// Absent: leaves are missing.
    [[nodiscard]] std::optional<MerkleProof> proof() const;

private:
    struct Part {
        LeafRange range;
        std::size_t place = 0;  // in the proof
        MerkleTree tree{};
    };

    std::vector<Part> parts_;  // in the order of their leaves, none of which is in two
    std::size_t current_ = 0;
    std::uint64_t size_ = 0;
};

/// The root of the tree of `size` in which `leaf` has that index, if the proof is right; absent:
/// it cannot be.
[[nodiscard]] std::optional<Digest> proven_root(std::uint64_t index, std::uint64_t size,
                                                const Digest& leaf, const MerkleProof& proof);

[[nodiscard]] bool is_consistent(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                                 const Digest& root, const MerkleProof& proof);

}  // namespace msa
