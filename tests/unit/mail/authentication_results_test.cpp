// Whose results an Authentication-Results field claims to be.
#include "mail/authentication_results.h"

#include <boost/test/unit_test.hpp>

namespace {

std::string id_of(std::string_view field_body) {
    return msa::read_authserv_id(field_body).value_or("-");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(authentication_results_test)

BOOST_AUTO_TEST_CASE(the_id_is_found_behind_blanks_comments_and_quotes) {
    for (const char* claimed :
         {" mx.example.com; none", "mx.example.com;dkim=pass", " mx.example.com 1; none",
          " (a (b)) mx.example.com (c) 1 (d) ; none", "\n \"mx.example.com\" ; spf=pass",
          " \"mx.ex\\ample.com\"; none", " mx.example.com"}) {
        BOOST_TEST(id_of(claimed) == "mx.example.com", claimed);
    }
    BOOST_TEST(id_of(" MX.Example.COM; none") == "MX.Example.COM");
    BOOST_TEST(id_of(" b\u00fccher.example; none") == "b\u00fccher.example");
}

BOOST_AUTO_TEST_CASE(what_has_no_readable_id_has_none) {
    for (const char* broken :
         {"", " ", " ;;;", " (x; none", " \"mx.example.com; none", " mx.example.com x; none",
          " mx.example.com 1 2; none", " =; none", " mx.example.com\x01; none", " b\xff; none"}) {
        BOOST_TEST(id_of(broken) == "-", broken);
    }
}

BOOST_AUTO_TEST_SUITE_END()
