// The Merkle tree, see merkle_tree.h.
#include "audit/merkle_tree.h"

#include <bit>
#include <utility>

namespace msa {

namespace {

constexpr std::string_view leaf_prefix("\0", 1);
constexpr std::string_view node_prefix("\1", 1);

}  // namespace

Digest leaf_hash(std::string_view line) {
    Sha256 hash;
    hash.add(leaf_prefix);
    hash.add(line);
    return hash.digest();
}

Digest node_hash(const Digest& left, const Digest& right) {
    Sha256 hash;
    hash.add(node_prefix);
    hash.add(octets_of(left));
    hash.add(octets_of(right));
    return hash.digest();
}

std::optional<MerkleTree> MerkleTree::of(std::uint64_t size, std::vector<Digest> subtrees) {
    if (static_cast<std::size_t>(std::popcount(size)) != subtrees.size()) {
        return std::nullopt;
    }
    MerkleTree tree;
    tree.size_ = size;
    tree.subtrees_ = std::move(subtrees);
    return tree;
}

void MerkleTree::add_hash(const Digest& leaf) {
    Digest hash = leaf;
    // Each one at the end of the size is a subtree that becomes complete with this leaf.
    for (auto rest = size_; (rest & 1U) != 0; rest >>= 1U) {
        hash = node_hash(subtrees_.back(), hash);
        subtrees_.pop_back();
    }
    subtrees_.push_back(hash);
    ++size_;
}

Digest MerkleTree::root() const {
    if (subtrees_.empty()) {
        return Sha256().digest();
    }
    auto subtree = subtrees_.rbegin();
    Digest hash = *subtree;
    while (++subtree != subtrees_.rend()) {
        hash = node_hash(*subtree, hash);
    }
    return hash;
}

}  // namespace msa
