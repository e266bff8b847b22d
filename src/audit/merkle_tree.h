// The Merkle tree of RFC 6962 (2.1) over lines, grown at its end: it keeps the roots of its
// complete subtrees only, one a bit of its size.
#pragma once

#include "crypto/digest.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace msa {

/// SHA-256(0x00 || line).
[[nodiscard]] Digest leaf_hash(std::string_view line);
/// SHA-256(0x01 || left || right).
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);

class MerkleTree {
public:
    MerkleTree() = default;
    /// One that was left behind: `subtrees` as subtrees() gave them. Absent: their number does not
    /// fit the size.
    [[nodiscard]] static std::optional<MerkleTree> of(std::uint64_t size,
                                                      std::vector<Digest> subtrees);

    void add(std::string_view line) { add_hash(leaf_hash(line)); }
    void add_hash(const Digest& leaf);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Digest root() const;
    /// Roots of the complete subtrees, the widest, which is the leftmost, first.
    [[nodiscard]] const std::vector<Digest>& subtrees() const { return subtrees_; }

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> subtrees_;
};

}  // namespace msa
