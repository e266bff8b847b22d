// Addresses replaced in fields, and lists whose addresses may lack a domain.
#include "mail/readdress.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

using msa::AddrSpec;

msa::Result<std::optional<AddrSpec>> completed(const AddrSpec& address) {
    if (address.domain == "down") {
        return msa::Error{"the table is down"};
    }
    if (address.domain.empty() || address.domain == "sales") {
        return std::optional(AddrSpec{address.local_part, "sales.example.com"});
    }
    return std::optional<AddrSpec>();
}

std::string after(std::string_view field_body) {
    const auto value = msa::readdressed(field_body, completed);
    BOOST_REQUIRE(value);
    return value->value_or("stays");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readdress_test)

BOOST_AUTO_TEST_CASE(only_the_addresses_change) {
    BOOST_TEST(after(" bob@sales") == " bob@sales.example.com");
    BOOST_TEST(after(" \"B, b\"  <bob@sales> (x@sales),\n c@example.net, Team: d@sales , e@x.y;") ==
               " \"B, b\"  <bob@sales.example.com> (x@sales),\n c@example.net, Team: "
               "d@sales.example.com , e@x.y;");
    BOOST_TEST(after(" \"a b\"@sales") == " \"a b\"@sales.example.com");
    BOOST_TEST(after(" \"a\"@sales") == " a@sales.example.com");
}

BOOST_AUTO_TEST_CASE(a_local_part_alone_is_completed) {
    BOOST_TEST(after("bob") == "bob@sales.example.com");
    BOOST_TEST(after(" bob , <carol>, Dan <dan>, a.b (x)") ==
               " bob@sales.example.com , <carol@sales.example.com>, Dan <dan@sales.example.com>, "
               "a.b@sales.example.com (x)");
    BOOST_TEST(after(" Team: bob;") == " Team: bob@sales.example.com;");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_stays) {
    for (const char* body :
         {"", " ", " bob carol", " bob@", " <bob", " bob@sales>", " \"bob\"", " bob., carol",
          " @sales", " a@b@sales", " bob;", " \xff", " =?utf-8?q?a?="}) {
        BOOST_TEST(after(body) == "stays", body);
    }
    BOOST_TEST(after(" bob@example.net, Team:;") == "stays");
}

BOOST_AUTO_TEST_CASE(who_cannot_tell_is_heard) {
    const auto value = msa::readdressed(" a@sales, b@down", completed);
    BOOST_REQUIRE(!value);
    BOOST_TEST(value.error().what == "the table is down");
}

BOOST_AUTO_TEST_CASE(the_other_readers_still_want_a_domain) {
    BOOST_TEST(!msa::parse_address_list("bob"));
    BOOST_TEST(!msa::parse_address_list("<bob>"));
    BOOST_TEST(!msa::parse_mailbox("bob"));
    BOOST_TEST(!msa::parse_mailbox_list("bob, carol"));
}

BOOST_AUTO_TEST_SUITE_END()
