// Runs of leaves in the middle of a tree.
#include "trail/compact_range.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

void check(std::uint64_t begin, std::uint64_t end) {
    msa::MerkleTree whole;
    msa::MerkleTree head;
    msa::CompactRange range(begin);
    for (std::uint64_t i = 0; i < end; ++i) {
        const auto leaf = msa::leaf_hash(std::to_string(i));
        whole.add_hash(leaf);
        i < begin ? head.add_hash(leaf) : range.add(leaf);
    }
    BOOST_TEST(range.end() == end);
    const auto grown = msa::with_subtrees(head, end, range.subtrees());
    BOOST_REQUIRE(grown.has_value());
    BOOST_TEST(grown->size() == end);
    BOOST_TEST((grown->root() == whole.root()));
    auto more = range.subtrees();
    more.push_back(more.front());
    BOOST_TEST(!msa::with_subtrees(head, end, more).has_value());
    more.resize(range.subtrees().size() - 1);
    BOOST_TEST(!msa::with_subtrees(head, end, more).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compact_range_test)

BOOST_AUTO_TEST_CASE(a_tree_goes_on_behind_subtrees_as_behind_their_leaves) {
    for (std::uint64_t begin = 0; begin < 20; ++begin) {
        for (std::uint64_t end = begin + 1; end < 40; ++end) {
            check(begin, end);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
