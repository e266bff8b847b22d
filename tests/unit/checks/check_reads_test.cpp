// What checks say that they read.
#include "checks/check_reads.h"

#include "checks/all_checks.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(check_reads_test)

BOOST_AUTO_TEST_CASE(every_check_has_said_what_it_reads) {
    for (const auto& kind : all_checks()) {
        BOOST_TEST((reads_of_check(kind.name) & reads::text) ==
                       (kind.name == "encode_8bit" ? reads::text : reads::nothing),
                   kind.name);
    }
}

BOOST_AUTO_TEST_CASE(fields_belong_to_parts) {
    BOOST_TEST(sees_field(reads::people, "from "));
    BOOST_TEST(sees_field(reads::people, "Resent-Sender"));
    BOOST_TEST(!sees_field(reads::people, "To"));
    BOOST_TEST(sees_field(reads::addresses, "Resent-Cc"));
    BOOST_TEST(sees_field(reads::addresses, "From"));
    BOOST_TEST(sees_field(reads::mime, "Content-Transfer-Encoding"));
    BOOST_TEST(!sees_field(reads::mime | reads::lists | reads::message, "Subject"));
    BOOST_TEST(sees_field(reads::fields, "Subject"));
}

BOOST_AUTO_TEST_SUITE_END()
