// Proofs of a leaf that are kept while the tree grows, against those that know its size before.
#include "trail/inclusion_tracker.h"

#include <boost/test/unit_test.hpp>

using msa::Digest;

namespace {

Digest leaf(std::size_t i) {
    return msa::leaf_hash("line " + std::to_string(i));
}

/// The roots of its subtrees, each from its leaves.
msa::MerkleProof proof_of(std::size_t index, std::size_t size) {
    msa::MerkleProof proof;
    for (const auto& range : msa::inclusion_ranges(index, size)) {
        msa::MerkleTree tree;
        for (auto i = range.begin; i < range.end; ++i) {
            tree.add_hash(leaf(i));
        }
        proof.push_back(tree.root());
    }
    return proof;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inclusion_tracker_test)

BOOST_AUTO_TEST_CASE(a_leaf_is_proven_in_every_tree_that_has_it) {
    constexpr std::size_t most = 70;
    for (std::size_t index = 0; index < most; ++index) {
        msa::MerkleTree tree;
        for (std::size_t i = 0; i < index; ++i) {
            tree.add_hash(leaf(i));
        }
        msa::InclusionTracker tracker(tree, leaf(index));
        tree.add_hash(leaf(index));
        for (auto size = index + 1; size <= most; ++size) {
            BOOST_TEST(tracker.size() == size);
            const auto proof = tracker.proof();
            BOOST_TEST((proof == proof_of(index, size)));
            BOOST_TEST((msa::proven_root(index, size, leaf(index), proof) == tree.root()));
            tracker.add(leaf(size));
            tree.add_hash(leaf(size));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
