// Domains that belong together.
#include "mail/organizational_domain.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(organizational_domain)

BOOST_AUTO_TEST_CASE(has_one_label_more_than_the_public_suffix) {
    BOOST_TEST(msa::organizational_domain("example.com") == "example.com");
    BOOST_TEST(msa::organizational_domain("a.b.example.com") == "example.com");
    BOOST_TEST(msa::organizational_domain("mail.example.co.uk") == "example.co.uk");
    BOOST_TEST(msa::organizational_domain("a.user.github.io") == "user.github.io");
}

BOOST_AUTO_TEST_CASE(of_a_public_suffix_is_itself) {
    BOOST_TEST(msa::organizational_domain("co.uk") == "co.uk");
    BOOST_TEST(msa::organizational_domain("com") == "com");
}

BOOST_AUTO_TEST_CASE(of_a_top_level_domain_that_nobody_knows_is_the_last_but_one_label) {
    BOOST_TEST(msa::organizational_domain("a.news.example") == "news.example");
}

BOOST_AUTO_TEST_SUITE_END()
