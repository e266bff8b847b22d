// addr-spec: bare addresses and their least quoted spelling.
#include "mail/addr_spec.h"

#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using msa::AddrSpec;
using msa::parse_addr_spec;

namespace {

constexpr std::string_view least_quoted[] = {
    "alice@example.org",       "a.b+c@example.org",
    "\"a b\"@example.org",     "\"a..b\"@example.org",
    "\".a\"@example.org",      "\"a@b\"@example.org",
    R"("a\"\\b"@example.org)", "\"(a)\"@example.org",
    "alice@[192.0.2.1]",       "jos\u00E9@b\u00FCcher.example",
};

constexpr std::string_view not_bare[] = {
    "",
    "alice",
    " alice@example.org",
    "alice@example.org ",
    "alice@example.org\t",
    "<alice@example.org>",
    "Alice <alice@example.org>",
    "alice@example.org (a)",
    "(a)alice@example.org",
    "\r\n alice@example.org",
    "alice@example.org,bob@example.org",
    "Team:alice@example.org;",
    "\"\"@example.org",
    "alice@example.org@example.org",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(addr_spec_test)

BOOST_DATA_TEST_CASE(the_least_quoted_spelling_is_read_and_written, bdata::make(least_quoted),
                     text) {
    const auto address = parse_addr_spec(text);
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(msa::to_text(*address) == text);
}

BOOST_AUTO_TEST_CASE(needless_quotes_and_backslashes_are_no_part_of_the_address) {
    const AddrSpec alice{.local_part = "alice", .domain = "example.org"};
    BOOST_TEST((parse_addr_spec("\"alice\"@example.org").value() == alice));
    BOOST_TEST((parse_addr_spec("\"al\\ice\"@example.org").value() == alice));
    BOOST_TEST(msa::to_text(alice) == "alice@example.org");
}

BOOST_AUTO_TEST_CASE(an_empty_local_part_is_written_in_quotes) {
    BOOST_TEST(msa::to_text({.local_part = "", .domain = "example.org"}) == "\"\"@example.org");
}

BOOST_DATA_TEST_CASE(only_a_bare_address_is_read, bdata::make(not_bare), text) {
    BOOST_TEST(!parse_addr_spec(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
