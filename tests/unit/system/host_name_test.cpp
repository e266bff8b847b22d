// The name of this machine.
#include "system/host_name.h"

#include "mail/domain.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(host_name_test)

BOOST_AUTO_TEST_CASE(the_name_may_stand_in_a_message_id) {
    const auto name = msa::host_name();
    BOOST_TEST(msa::a_labels(name).value() == name);
}

BOOST_AUTO_TEST_SUITE_END()
