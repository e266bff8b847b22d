// Keys of tables.
#include "tables/table_key.h"

#include "mail/address.h"
#include "mail/address_key.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

namespace bdata = boost::unit_test::data;

using msa::table_key;

BOOST_AUTO_TEST_SUITE(table_key_test)

BOOST_AUTO_TEST_CASE(an_address_becomes_its_key) {
    BOOST_TEST(table_key("Alice@Example.COM").value() == "alice@example.com");
    BOOST_TEST(table_key("\"al ice\"@example.com").value() == "al ice@example.com");
    BOOST_TEST(table_key("\"alice\"@example.com").value() == "alice@example.com");
    BOOST_TEST(table_key("a@b\xC3\xBC"
                         "cher.example")
                   .value() == "a@xn--bcher-kva.example");
}

BOOST_AUTO_TEST_CASE(a_domain_becomes_a_labels) {
    BOOST_TEST(table_key("@Example.COM").value() == "@example.com");
    BOOST_TEST(table_key("@b\xC3\xBC"
                         "cher.example")
                   .value() == "@xn--bcher-kva.example");
}

BOOST_AUTO_TEST_CASE(what_holds_no_at_is_a_login) {
    BOOST_TEST(table_key("Alice").value() == "alice");
    BOOST_TEST(table_key("DOMAIN\\Alice").value() == "domain\\alice");
    BOOST_TEST(table_key("group:staff").value() == "group:staff");
}

BOOST_DATA_TEST_CASE(what_would_never_be_asked_for_is_an_error,
                     bdata::make(std::vector<std::string>{
                         "", "@", "alice@", "a@b@example.com", "alice@example..com",
                         "alice@example.com.", "<alice@example.com>", "al ice@example.com",
                         "@.example.com", "@exam_ple.com", "alice:", "al\xFFz",
                         "al\xFF@example.com", "alice\x7F", std::string("a\0b", 3)}),
                     written) {
    BOOST_TEST(!table_key(written).has_value());
}

RC_BOOST_PROP(every_address_has_the_key_that_the_grammar_gives_it, ()) {
    const auto piece = rc::gen::element<std::string>(
        "a", "b2", "-", "_", ".", "@", "xn--", "example.com", "A", "+", "\"", std::string(63, 'c'));
    std::string written = *piece + '@' + *piece;
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) {
        written += each;
    }
    RC_PRE(written.front() != '@');  // a domain
    const auto address = msa::parse_addr_spec(written);
    const auto found = table_key(written);
    RC_ASSERT(found.has_value() == address.has_value());
    if (found) {
        RC_ASSERT(*found == msa::address_key(*address).value());
    }
}

BOOST_AUTO_TEST_CASE(only_local_parts_that_need_them_get_quotes) {
    for (const char* key : {"alice@example.com", "a.b+c@example.com", "@example.com", "al ice"}) {
        BOOST_TEST(!msa::quoted_key(key).has_value(), key);
    }
    BOOST_TEST(msa::quoted_key("al ice@example.com").value() == R"("al ice"@example.com)");
    BOOST_TEST(msa::quoted_key("a..b@example.com").value() == R"("a..b"@example.com)");
    BOOST_TEST(msa::quoted_key("x@y@example.com").value() == R"("x@y"@example.com)");
    BOOST_TEST(msa::quoted_key(R"(a\"b@example.com)").value() == R"("a\\\"b"@example.com)");
}

BOOST_AUTO_TEST_SUITE_END()
