// A run of leaves in the middle of a Merkle tree, as the roots of the complete subtrees that cover
// it: what stays of leaves that are deleted, so that the rest still proves something.
#pragma once

#include "audit/merkle_tree.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace msa {

class CompactRange {
public:
    explicit CompactRange(std::uint64_t begin) : begin_(begin), end_(begin) {}

    void add(const Digest& leaf);

    [[nodiscard]] std::uint64_t begin() const { return begin_; }
    [[nodiscard]] std::uint64_t end() const { return end_; }
    /// From the left to the right.
    [[nodiscard]] const std::vector<Digest>& subtrees() const { return roots_; }

private:
    std::uint64_t begin_;
    std::uint64_t end_;
    std::vector<Digest> roots_;
    std::vector<std::uint64_t> widths_;
};

/// Of the widest subtree that begins at leaf `at` and ends at `end` at the latest: the next one of
/// a range that ends there.
[[nodiscard]] std::uint64_t subtree_width(std::uint64_t at, std::uint64_t end);

/// The tree that goes on to `end` with those subtrees. Absent: they are not as many as that needs.
[[nodiscard]] std::optional<MerkleTree> with_subtrees(const MerkleTree& tree, std::uint64_t end,
                                                      const std::vector<Digest>& subtrees);

}  // namespace msa
