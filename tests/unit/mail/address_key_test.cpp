// Keys of addresses.
#include "mail/address_key.h"

#include "base/text.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using msa::address_key;
using msa::AddrSpec;

namespace {

struct Keyed {
    std::string_view local_part;
    std::string_view domain;
    std::string_view key;

    [[nodiscard]] AddrSpec address() const {
        return {std::string(local_part), std::string(domain)};
    }
};

std::ostream& operator<<(std::ostream& out, const Keyed& row) {
    return out << msa::printable(row.key);
}

constexpr Keyed keys[] = {
    {"alice", "example.org", "alice@example.org"},
    {"ALICE", "Example.ORG", "alice@example.org"},
    {"alice ", "example.org", "alice @example.org"},
    {"a@b", "example.org", "a@b@example.org"},
    {"", "example.org", "@example.org"},
    {"alice", "[IPv6:2001:DB8::1]", "alice@[ipv6:2001:db8::1]"},
    {"jiro", "b\u00FCcher.example", "jiro@xn--bcher-kva.example"},
    {"jose\u0301", "example.org", "jos\u00E9@example.org"},
    {"JOS\u00C9", "example.org", "jos\u00C9@example.org"},  // É is not folded
    {"JOSE\u0301", "example.org", "jos\u00C9@example.org"},
    {"T\u0308", "example.org", "\u1E97@example.org"},
    {"\u0430lice", "example.org", "\u0430lice@example.org"},
    {"\uFF41lice", "example.org", "\uFF41lice@example.org"},  // NFC, not NFKC
    {"\uFB01n", "example.org", "\uFB01n@example.org"},
    {"\u017Fam", "example.org", "\u017Fam@example.org"},  // long s is no s
    {"\u0131van", "example.org", "\u0131van@example.org"},
    {"\u212Aate", "example.org", "\u212Aate@example.org"},  // Kelvin sign
    {"a\u037E\u1FEF", "example.org", "a\u037E\u1FEF@example.org"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(address_key_test)

BOOST_DATA_TEST_CASE(a_key_folds_ascii_normalises_and_uses_a_labels, bdata::make(keys), row) {
    const auto key = address_key(row.address());
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(*key == row.key);
}

BOOST_DATA_TEST_CASE(the_key_of_a_key_is_itself, bdata::make(keys), row) {
    const std::size_t at = row.key.rfind('@');
    const auto again =
        address_key({std::string(row.key.substr(0, at)), std::string(row.key.substr(at + 1))});
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST(*again == row.key);
}

BOOST_AUTO_TEST_CASE(an_address_without_a_valid_domain_has_no_key) {
    BOOST_TEST(!address_key({"alice", ""}).has_value());
    BOOST_TEST(!address_key({"alice", "example.org."}).has_value());
    BOOST_TEST(!address_key({"alice", "[192.0.2.256]"}).has_value());
}

BOOST_AUTO_TEST_CASE(an_ill_formed_local_part_has_no_key) {
    BOOST_TEST(!address_key({"jos\xE9", "example.org"}).has_value());
}

BOOST_AUTO_TEST_CASE(the_subaddress_goes_with_its_separator) {
    BOOST_TEST(msa::without_subaddress("alice+news@example.org", "+") == "alice@example.org");
    BOOST_TEST(msa::without_subaddress("alice+a+b@example.org", "+") == "alice@example.org");
    BOOST_TEST(msa::without_subaddress("alice--a@example.org", "--") == "alice@example.org");
}

BOOST_AUTO_TEST_CASE(a_local_part_that_needs_quotes_has_no_subaddress) {
    for (const auto* key : {"a+b@c@example.org", "a+ ceo@example.com @example.org",
                            "a+<ceo>@example.org", "a+b.@example.org", "a+b c@example.org"}) {
        BOOST_TEST(msa::without_subaddress(key, "+") == key);
    }
}

BOOST_AUTO_TEST_CASE(a_key_without_subaddress_stays) {
    BOOST_TEST(msa::without_subaddress("alice@example.org", "+") == "alice@example.org");
    BOOST_TEST(msa::without_subaddress("+alice@example.org", "+") == "+alice@example.org");
    BOOST_TEST(msa::without_subaddress("alice+a@example.org", "") == "alice+a@example.org");
    BOOST_TEST(msa::without_subaddress("alice@a-b.example.org", "-") == "alice@a-b.example.org");
    BOOST_TEST(msa::without_subaddress("@example.org", "+") == "@example.org");
}

BOOST_AUTO_TEST_CASE(the_domain_stands_behind_the_last_at) {
    BOOST_TEST(msa::domain_of("a@b@example.org") == "example.org");
    BOOST_TEST(msa::domain_of("alice@[192.0.2.1]") == "[192.0.2.1]");
    BOOST_TEST(msa::domain_of("alice").empty());
}

BOOST_AUTO_TEST_SUITE_END()
