// Runs of leaves, see compact_range.h.
#include "trail/compact_range.h"

#include <bit>

namespace msa {

std::uint64_t subtree_width(std::uint64_t at, std::uint64_t end) {
    const auto room = std::bit_floor(end - at);
    const auto aligned = at == 0 ? room : at & (~at + 1);
    return std::min(room, aligned);
}

void CompactRange::add(const Digest& leaf) {
    roots_.push_back(leaf);
    widths_.push_back(1);
    ++end_;
    while (widths_.size() > 1) {
        const auto width = widths_.back();
        const bool is_pair = widths_[widths_.size() - 2] == width && (end_ & (2 * width - 1)) == 0;
        if (!is_pair) {
            break;
        }
        const auto right = roots_.back();
        roots_.pop_back();
        widths_.pop_back();
        roots_.back() = node_hash(roots_.back(), right);
        widths_.back() = 2 * width;
    }
}

std::optional<MerkleTree> with_subtrees(const MerkleTree& tree, std::uint64_t end,
                                        const std::vector<Digest>& subtrees) {
    auto roots = tree.subtrees();
    auto size = tree.size();
    for (auto subtree : subtrees) {
        if (size >= end) {
            return std::nullopt;
        }
        const auto width = subtree_width(size, end);
        for (auto bit = width; (size & bit) != 0; bit <<= 1U) {
            subtree = node_hash(roots.back(), subtree);
            roots.pop_back();
        }
        roots.push_back(subtree);
        size += width;
    }
    return size == end ? MerkleTree::of(size, std::move(roots)) : std::nullopt;
}

}  // namespace msa
