#include "limits/local_share.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

Quota share_of(Counting counting, const Quota& quota, std::int64_t hosts) {
    Charge charge;
    charge.counting = counting;
    charge.quota = quota;
    return local_shares({charge}, hosts).front().quota;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(local_share)

BOOST_AUTO_TEST_CASE(three_hosts_have_a_third_each) {
    const Quota daily{500, std::chrono::seconds(86400), 90};
    const auto amount = share_of(Counting::amount, daily, 3);
    BOOST_TEST(amount.events == 500);
    BOOST_TEST(amount.window.count() == 3 * 86400);
    BOOST_TEST(amount.burst == 30);
    BOOST_TEST(share_of(Counting::distinct, daily, 3).events == 166);
    BOOST_TEST(share_of(Counting::distinct, daily, 3).window.count() == 86400);
    BOOST_TEST(share_of(Counting::share, daily, 3).events == 500);
    BOOST_TEST(share_of(Counting::share, daily, 3).burst == 30);
}

BOOST_AUTO_TEST_CASE(a_share_is_never_nothing) {
    const Quota small{2, std::chrono::seconds(60), 2};
    BOOST_TEST(share_of(Counting::amount, small, 5).burst == 1);
    BOOST_TEST(share_of(Counting::distinct, small, 5).events == 1);
}

BOOST_AUTO_TEST_SUITE_END()
