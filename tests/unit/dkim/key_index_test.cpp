#include "dkim/key_index.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using Keys = std::vector<std::size_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(key_index)

BOOST_AUTO_TEST_CASE(a_domain_has_its_keys_in_their_order_and_those_of_its_parents) {
    msa::KeyIndex index;
    index.add("*.example.com", 0);
    index.add("a.example.com", 1);
    index.add("example.com", 2);
    index.add("*.com", 3);
    index.add("a.example.com", 0);
    BOOST_TEST(index.keys_for("a.example.com") == (Keys{0, 1, 3}));
    BOOST_TEST(index.keys_for("b.a.example.com") == (Keys{0, 3}));
    BOOST_TEST(index.keys_for("example.com") == (Keys{2, 3}));
    BOOST_TEST(index.keys_for("com").empty());
    BOOST_TEST(index.keys_for("").empty());
    BOOST_TEST(index.keys_for("xexample.com") == (Keys{3}));
}

BOOST_AUTO_TEST_CASE(no_index_has_no_keys) {
    BOOST_TEST(msa::KeyIndex().keys_for("example.com").empty());
}

BOOST_AUTO_TEST_SUITE_END()
