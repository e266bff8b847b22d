// Proofs about Merkle trees, against the recursion of RFC 6962 as it is written.
#include "audit/merkle_proof.h"

#include "audit/merkle_tree.h"

#include <bit>
#include <span>

#include <boost/test/unit_test.hpp>

using msa::Digest;
using msa::MerkleProof;

namespace {

using Leaves = std::span<const Digest>;

std::vector<Digest> leaves(std::size_t count) {
    std::vector<Digest> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(msa::leaf_hash("line " + std::to_string(i)));
    }
    return all;
}

// MTH and PATH of the RFC.
Digest mth(Leaves d) {
    if (d.size() == 1) {
        return d[0];
    }
    const auto k = std::bit_floor(d.size() - 1);
    return msa::node_hash(mth(d.first(k)), mth(d.subspan(k)));
}

MerkleProof plus(MerkleProof proof, const Digest& last) {
    proof.push_back(last);
    return proof;
}

MerkleProof path(std::size_t m, Leaves d) {
    if (d.size() == 1) {
        return {};
    }
    const auto k = std::bit_floor(d.size() - 1);
    return m < k ? plus(path(m, d.first(k)), mth(d.subspan(k)))
                 : plus(path(m - k, d.subspan(k)), mth(d.first(k)));
}

MerkleProof built(const std::vector<msa::LeafRange>& ranges, Leaves d) {
    MerkleProof proof;
    for (const auto& range : ranges) {
        proof.push_back(mth(d.subspan(range.begin, range.end - range.begin)));
    }
    return proof;
}

constexpr std::size_t most = 40;

}  // namespace

BOOST_AUTO_TEST_SUITE(merkle_proof_test)

BOOST_AUTO_TEST_CASE(every_line_of_every_small_tree_is_proved) {
    const auto all = leaves(most);
    for (std::size_t n = 1; n <= most; ++n) {
        const auto d = Leaves(all).first(n);
        for (std::size_t m = 0; m < n; ++m) {
            const auto proof = built(msa::inclusion_ranges(m, n), d);
            BOOST_TEST((proof == path(m, d)));
            BOOST_TEST((msa::proven_root(m, n, d[m], proof) == mth(d)));
        }
    }
}

BOOST_AUTO_TEST_CASE(another_line_place_size_or_proof_gives_another_root) {
    const auto d = leaves(13);
    const auto root = mth(d);
    const auto proof = built(msa::inclusion_ranges(6, 13), d);
    BOOST_TEST((msa::proven_root(6, 13, d[6], proof) == root));
    BOOST_TEST((msa::proven_root(6, 13, d[5], proof) != root));
    BOOST_TEST((msa::proven_root(7, 13, d[6], proof) != root));
    BOOST_TEST(!msa::proven_root(13, 13, d[6], proof).has_value());
    BOOST_TEST(!msa::proven_root(6, 0, d[6], proof).has_value());
    BOOST_TEST(!msa::proven_root(6, 8, d[6], proof).has_value());
    for (std::size_t i = 0; i < proof.size(); ++i) {
        auto edited = proof;
        edited[i][0] ^= 1;
        BOOST_TEST((msa::proven_root(6, 13, d[6], edited) != root));
    }
    BOOST_TEST(!msa::proven_root(6, 13, d[6], plus(proof, root)).has_value());
    BOOST_TEST(!msa::proven_root(6, 13, d[6], {}).has_value());
}

BOOST_AUTO_TEST_CASE(sizes_without_bound_end) {
    constexpr auto huge = ~std::uint64_t{0};
    BOOST_TEST(msa::inclusion_ranges(huge - 1, huge).size() <= 64U);
    BOOST_TEST(!msa::proven_root(huge - 1, huge, Digest{}, MerkleProof(3)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
