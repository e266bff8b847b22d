// Lists of recipients that are mended, and those that have two readings.
#include "mail/tidy_list.h"

#include "mail/address.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

namespace {

struct Row {
    std::string_view list;
    std::string_view tidy;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.list;
}

constexpr Row rows[] = {
    {" <Undisclosed-Recipient:;>", " undisclosed-recipients:;"},
    {" <undisclosed-recipients:>", " undisclosed-recipients:;"},
    {" Undisclosed recipients:", " undisclosed-recipients:;"},
    {" \"Undisclosed-Recipient:;\"", " undisclosed-recipients:;"},
    {" b@example.net,", " b@example.net"},
    {" ,b@example.net", " b@example.net"},
    {" b@example.net,,\n\tc@example.net , ", " b@example.net,\n c@example.net"},
    {" b@example.net; C <c@example.net>;", " b@example.net,\n C <c@example.net>"},
    {" Mikel@Lindsaar <m@example.net>", " \"Mikel@Lindsaar\" <m@example.net>"},
    {" [Team]  One<m@example.net>", " \"[Team] One\" <m@example.net>"},
    {" a@example.net, .B. <b@example.net>", " a@example.net,\n \".B.\" <b@example.net>"},
    {" \"Doe, Jane\" <j@example.net>, (x,y) k@example.net,",
     " \"Doe, Jane\" <j@example.net>,\n (x,y) k@example.net"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tidy_list)

BOOST_DATA_TEST_CASE(a_list_with_one_reading_is_mended, bdata::make(rows), row) {
    const auto tidy = msa::tidy_list(row.list);
    BOOST_TEST_REQUIRE(tidy.has_value());
    BOOST_TEST(*tidy == row.tidy);
    BOOST_TEST(msa::parse_address_list(*tidy).has_value());
    BOOST_TEST(!msa::tidy_list(*tidy).has_value());
}

BOOST_DATA_TEST_CASE(what_conforms_or_has_two_readings_is_left,
                     bdata::make({" b@example.net",
                                  " undisclosed-recipients:;",
                                  " Doe, Jane <jane@example.net>",
                                  " Doe; Jane <jane@example.net>",
                                  " b@example.net c@example.net",
                                  " <b@example.net> <c@example.net>",
                                  " x@y <b@example.net> <c@example.net>",
                                  " <b@example.net>c@example.net",
                                  " \"a\"@b \"c\" <b@example.net>",
                                  " =?utf-8?q?a?=@b <b@example.net>",
                                  " Team: b@example.net;, c@example.net,",
                                  " b@example.net, (",
                                  " b@example.net, \"",
                                  " a\\,b <b@example.net>",
                                  " <b@example.net,c@example.net>",
                                  " <@a,@b:c@example.net>",
                                  " b@example.net\n\n ,",
                                  " ,",
                                  "",
                                  " undisclosed, recipients"}),
                     list) {
    BOOST_TEST(!msa::tidy_list(list).has_value());
}

BOOST_AUTO_TEST_CASE(a_name_that_fills_a_line_is_left) {
    const auto list = [](std::size_t words) {
        std::string name(1, ' ');
        for (std::size_t i = 0; i < words; ++i) {
            name += "a@bcdefgh\n ";
        }
        return name + "<b@example.net>";
    };
    BOOST_TEST(msa::tidy_list(list(80)).has_value());
    BOOST_TEST(!msa::tidy_list(list(100)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
