// Pages of LMDB, made octet by octet.
#include "tables/lmdb_page.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace lmdb = msa::lmdb;

namespace {

std::string number(std::uint64_t value, std::size_t size) {
    std::string octets;
    for (std::size_t i = 0; i < size; ++i) {
        octets += static_cast<char>(value >> (8 * i));
    }
    return octets;
}

std::string meta(unsigned page, std::uint64_t transaction, std::uint64_t size = 4096,
                 std::uint64_t depth = 1, std::uint64_t root = 2) {
    std::string octets(lmdb::meta_size, '\0');
    octets.replace(0, 8, number(page, 8));
    octets.replace(10, 2, number(8, 2));
    octets.replace(16, 8, number(0xBEEFC0DE, 4) + number(1, 4));
    octets.replace(40, 4, number(size, 4));
    octets.replace(94, 2, number(depth, 2));
    octets.replace(128, 8, number(root, 8));
    octets.replace(136, 16, number(9, 8) + number(transaction, 8));
    return octets;
}

lmdb::Meta committed(std::uint64_t transaction) {
    return {.page_size = 4096, .last_page = 9, .root = {}, .depth = 0, .transaction = transaction};
}

/// A leaf with number 2 and two entries, a: 1 and b: 2.
std::string leaf() {
    std::string octets(4096, '\0');
    octets.replace(0, 20,
                   number(2, 8) + number(0, 2) + number(2, 2) + number(20, 2) + number(4076, 2) +
                       number(4086, 2) + number(4076, 2));
    octets.replace(4086, 10, number(1, 4) + number(0, 2) + number(1, 2) + "a1");
    octets.replace(4076, 10, number(1, 4) + number(0, 2) + number(1, 2) + "b2");
    return octets;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lmdb_page_test)

BOOST_AUTO_TEST_CASE(a_meta_page_says_where_the_tree_is) {
    const auto read = lmdb::meta_in(meta(1, 7), 1).value();
    BOOST_TEST(
        (read ==
         lmdb::Meta{.page_size = 4096, .last_page = 9, .root = 2, .depth = 1, .transaction = 7}));
    BOOST_TEST(!lmdb::meta_in(meta(1, 7, 4096, 0, UINT64_MAX), 1)->root.has_value());
}

BOOST_AUTO_TEST_CASE(impossible_meta_pages_are_refused) {
    BOOST_TEST(!lmdb::meta_in(meta(1, 7), 0).has_value());
    BOOST_TEST(!lmdb::meta_in(meta(1, 7).substr(1), 1).has_value());
    for (const unsigned size : {0U, 256U, 4097U, 65536U}) {
        BOOST_TEST(!lmdb::meta_in(meta(1, 7, size), 1).has_value());
    }
    BOOST_TEST(!lmdb::meta_in(meta(1, 7, 4096, 0), 1).has_value());
    BOOST_TEST(!lmdb::meta_in(meta(1, 7, 4096, 33), 1).has_value());
    BOOST_TEST(!lmdb::meta_in(meta(1, 7, 4096, 1, UINT64_MAX), 1).has_value());
}

BOOST_AUTO_TEST_CASE(the_newer_of_two_transactions_in_a_row_counts) {
    BOOST_TEST(lmdb::newer(committed(0), committed(0))->transaction == 0U);
    BOOST_TEST(lmdb::newer(committed(0), committed(1))->transaction == 1U);
    BOOST_TEST(lmdb::newer(committed(2), committed(1))->transaction == 2U);
}

BOOST_AUTO_TEST_CASE(meta_pages_that_do_not_follow_each_other_are_refused) {
    BOOST_TEST(!lmdb::newer(committed(1), committed(2)).has_value());  // each in the other's place
    BOOST_TEST(!lmdb::newer(committed(2), committed(5)).has_value());
    BOOST_TEST(!lmdb::newer(committed(2), committed(2)).has_value());
    BOOST_TEST(!lmdb::newer(committed(0), committed(UINT64_MAX)).has_value());
    auto other = committed(1);
    other.page_size = 8192;
    BOOST_TEST(!lmdb::newer(committed(2), other).has_value());
}

BOOST_AUTO_TEST_CASE(entries_of_a_leaf_are_found) {
    const auto octets = leaf();
    const auto page = lmdb::Page::in(octets, 2).value();
    BOOST_TEST(page.is_leaf());
    BOOST_TEST(page.nodes() == 2U);
    BOOST_TEST(page.find("a").value()->value == "1");
    BOOST_TEST(page.find("b").value()->value == "2");
    for (const auto* const key : {"", "A", "aa", "c"}) {
        BOOST_TEST(!page.find(key)->has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_is_another_one_or_of_another_kind_is_refused) {
    BOOST_TEST(!lmdb::Page::in(leaf(), 3).has_value());
    for (const unsigned kind : {0U, 3U, 4U, 8U, 0x22U}) {
        auto octets = leaf();
        octets.replace(10, 2, number(kind, 2));
        BOOST_TEST(!lmdb::Page::in(octets, 2).has_value());
    }
    for (const unsigned end : {0U, 16U, 19U, 4098U, 65535U}) {
        auto octets = leaf();
        octets.replace(12, 2, number(end, 2));
        BOOST_TEST(!lmdb::Page::in(octets, 2).has_value());
    }
}

BOOST_AUTO_TEST_CASE(nodes_outside_their_page_cannot_tell) {
    const auto cannot_tell = [](std::size_t begin, const std::string& what) {
        auto octets = leaf();
        octets.replace(begin, what.size(), what);
        return !lmdb::Page::in(octets, 2)->find("b").has_value();
    };
    for (const unsigned begin : {0U, 19U, 4089U, 4096U, 65535U}) {
        BOOST_TEST(cannot_tell(18, number(begin, 2)));
    }
    BOOST_TEST(cannot_tell(4076, number(12, 4)));      // the value ends behind the page
    BOOST_TEST(cannot_tell(4076 + 4, number(2, 2)));   // a database
    BOOST_TEST(cannot_tell(4076 + 6, number(13, 2)));  // the key ends behind the page
}

BOOST_AUTO_TEST_CASE(an_overflow_has_its_number_and_at_least_a_page) {
    const auto header = [](unsigned page, unsigned kind, unsigned pages) {
        return number(page, 8) + number(0, 2) + number(kind, 2) + number(pages, 4);
    };
    BOOST_TEST(lmdb::overflow_pages(header(5, 4, 3), 5).value() == 3U);
    BOOST_TEST(!lmdb::overflow_pages(header(5, 4, 3), 6).has_value());
    BOOST_TEST(!lmdb::overflow_pages(header(5, 2, 3), 5).has_value());
    BOOST_TEST(!lmdb::overflow_pages(header(5, 4, 0), 5).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
