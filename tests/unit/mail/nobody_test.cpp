// Address fields that name nobody.
#include "mail/nobody.h"

#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(nobody)

BOOST_DATA_TEST_CASE(is_named_by_empty_places,
                     bdata::make({"", " ", "\t\n ", " <>", " < >", " \"\" <>", " \"\"<>",
                                  " \"Alice\" <>", " Alice <>", " Alice B. Smith <\t>",
                                  " Alice\n Smith <>", " \"\"", " (none) <>", " <> (none)"}),
                     value) {
    BOOST_TEST(msa::names_nobody(value));
}

BOOST_DATA_TEST_CASE(is_not_named_by_anything_else,
                     bdata::make({" a@example.com",
                                  " <a@example.com>",
                                  " alice",
                                  " Alice Smith",
                                  " \"alice\"",
                                  " <>, <>",
                                  " <> a@example.com",
                                  " <alice>",
                                  " <@>",
                                  " a@example.com <>",
                                  " \"a@example.com\" <>",
                                  " <> <>",
                                  " <",
                                  " =?utf-8?q?a=40example.com?= <>",
                                  " (a",
                                  " \"",
                                  " <(a)>",
                                  " undisclosed-recipients:;",
                                  " (a@example.com)",
                                  " ;",
                                  ","}),
                     value) {
    BOOST_TEST(!msa::names_nobody(value));
}

BOOST_AUTO_TEST_SUITE_END()
