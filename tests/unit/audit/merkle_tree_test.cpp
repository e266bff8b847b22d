// The Merkle tree.
#include "audit/merkle_tree.h"

#include "base/text.h"

#include <boost/test/unit_test.hpp>

using msa::MerkleTree;

namespace {

std::string spelled(const msa::Digest& digest) {
    return msa::hex(msa::octets_of(digest));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merkle_tree_test)

BOOST_AUTO_TEST_CASE(the_roots_are_those_of_certificate_transparency) {
    // The lines and roots that implementations of RFC 6962 test themselves with.
    const std::vector<std::pair<std::string, std::string>> grown = {
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {std::string("\0", 1), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"01", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"@ABC", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"PQRSTUVW", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"`abcdefghijklmno", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    MerkleTree tree;
    BOOST_TEST(spelled(tree.root()) ==
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (const auto& [line, root] : grown) {
        tree.add(line);
        BOOST_TEST(spelled(tree.root()) == root);
    }
    BOOST_TEST(tree.size() == 8U);
    BOOST_TEST(tree.subtrees().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_tree_that_was_left_behind_grows_on) {
    MerkleTree tree;
    for (int i = 0; i < 300; ++i) {
        auto again = MerkleTree::of(tree.size(), tree.subtrees()).value();
        tree.add(std::to_string(i));
        again.add(std::to_string(i));
        BOOST_TEST(spelled(again.root()) == spelled(tree.root()));
    }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_its_size_is_no_tree) {
    MerkleTree tree;
    tree.add("one");
    tree.add("two");
    tree.add("three");
    BOOST_TEST(MerkleTree::of(5, tree.subtrees()).has_value());  // as wide, and another root
    BOOST_TEST(!MerkleTree::of(4, tree.subtrees()).has_value());
    BOOST_TEST(!MerkleTree::of(7, tree.subtrees()).has_value());
    BOOST_TEST(!MerkleTree::of(0, tree.subtrees()).has_value());
    BOOST_TEST(MerkleTree::of(0, {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
