// Tables whose entries stand in the rule file.
#include "tables/inline_table.h"

#include <boost/test/unit_test.hpp>

using msa::inline_table;

namespace {

using Values = std::vector<std::string>;
using Entries = std::map<std::string, Values>;

std::string error_of(const Entries& entries) {
    return inline_table(entries).error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inline_table_test)

BOOST_AUTO_TEST_CASE(entries_are_found_by_their_keys) {
    const auto table = inline_table({{"Alice@Example.com", {"alice", "group:staff"}},
                                     {"@Example.net", {"relay 1"}},
                                     {"Bob", {"bob@example.com"}}})
                           .value();
    BOOST_TEST(table->lookup("alice@example.com")->values == (Values{"alice", "group:staff"}));
    BOOST_TEST(table->lookup("@example.net")->values == (Values{"relay 1"}));
    BOOST_TEST(table->lookup("bob")->values == (Values{"bob@example.com"}));
    BOOST_TEST(!table->lookup("Alice@Example.com")->found);
}

BOOST_AUTO_TEST_CASE(an_entry_without_values_is_known) {
    const auto table = inline_table({{"abuse@example.com", {}}}).value();
    BOOST_TEST(table->lookup("abuse@example.com")->found);
    BOOST_TEST(table->lookup("abuse@example.com")->values.empty());
}

BOOST_AUTO_TEST_CASE(errors_name_the_entry) {
    BOOST_TEST(
        error_of({{"alice@", {"alice"}}}).find("entry 'alice@': not an address, @domain or") == 0U);
    BOOST_TEST(error_of({{"a@example.com", {""}}}) ==
               "entry 'a@example.com': a value is empty or not printable");
    BOOST_TEST(error_of({{"a@example.com", {"al\nice"}}}) ==
               "entry 'a@example.com': a value is empty or not printable");
    BOOST_TEST(error_of({{"A@example.com", {"a"}}, {"a@Example.com", {"b"}}}) ==
               "entry 'A@example.com' and entry 'a@Example.com' are one key");
}

BOOST_AUTO_TEST_CASE(the_first_error_counts_the_others) {
    const auto what = error_of({{"alice@", {"a"}}, {"bob@", {"b"}}, {"carol@", {"c"}}});
    BOOST_TEST(what.find("entry 'alice@'") == 0U);
    BOOST_TEST(what.find(" (and 2 more)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
