// Counting open transactions.
#include "milter/open_transactions.h"

#include <utility>

#include <boost/test/unit_test.hpp>

using msa::OpenTransactions;

BOOST_AUTO_TEST_SUITE(open_transactions)

BOOST_AUTO_TEST_CASE(a_transaction_counts_while_its_ticket_lives) {
    OpenTransactions open;
    {
        const auto one = open.begin();
        const auto two = open.begin();
        BOOST_TEST(open.count() == 2U);
    }
    BOOST_TEST(open.count() == 0U);
}

BOOST_AUTO_TEST_CASE(a_ticket_that_moves_counts_once) {
    OpenTransactions open;
    auto kept = open.begin();
    {
        auto passed_on = open.begin();
        kept = std::move(passed_on);
    }
    BOOST_TEST(open.count() == 1U);
    kept.reset();
    BOOST_TEST(open.count() == 0U);
}

BOOST_AUTO_TEST_CASE(none_begins_after_the_end_but_open_ones_go_on) {
    OpenTransactions open;
    const auto one = open.begin();
    open.begin_no_more();
    BOOST_TEST(!open.begin().has_value());
    BOOST_TEST(open.count() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
