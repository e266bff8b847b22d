// Checkpoints.
#include "audit/checkpoint.h"

#include <boost/test/unit_test.hpp>

using msa::parse_checkpoint;

namespace {

constexpr std::string_view root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";  // of nothing

std::string with_root(std::string_view before, std::string_view after) {
    std::string text(before);
    text += root;
    return text += after;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checkpoint_test)

BOOST_AUTO_TEST_CASE(a_checkpoint_says_name_size_and_root) {
    const std::string text = with_root("msa1.example.net/msa-milter/2026\n0\n", "\n");
    BOOST_TEST(msa::checkpoint("msa1.example.net/msa-milter/2026", {}).text() == text);
    const auto read = parse_checkpoint(text).value();
    BOOST_TEST(read.origin == "msa1.example.net/msa-milter/2026");
    BOOST_TEST(read.size == 0U);
    BOOST_TEST(read.text() == text);
}

BOOST_AUTO_TEST_CASE(extensions_are_passed_over) {
    BOOST_TEST(parse_checkpoint(with_root("o\n18446744073709551615\n", "\nmore\n")).value().size ==
               ~std::uint64_t{0});
}

BOOST_AUTO_TEST_CASE(what_is_no_checkpoint_is_refused) {
    for (const std::string& text : {
             std::string(),
             std::string("\n"),
             std::string("o\n1\n"),
             with_root("o\n1\n", ""),
             with_root("\n1\n", "\n"),
             with_root("o o\n1\n", "\n"),
             with_root("o\n\n", "\n"),
             with_root("o\n01\n", "\n"),
             with_root("o\n-1\n", "\n"),
             with_root("o\n+1\n", "\n"),
             with_root("o\n1 \n", "\n"),
             with_root("o\n18446744073709551616\n", "\n"),
             with_root("o\n1\n", "=\n"),
             std::string("o\n1\nQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"),
             std::string("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n"),  // idle bits
             std::string("o\n1\n*\n"),
         }) {
        BOOST_TEST(!parse_checkpoint(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
