// Replies.
#include "submission/reply.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

using msa::Reply;

BOOST_AUTO_TEST_SUITE(reply_test)

BOOST_AUTO_TEST_CASE(a_reply_is_a_code_an_enhanced_code_and_a_text) {
    const auto reply = msa::parse_reply("550 5.7.1  This device may only write home ");
    BOOST_TEST((reply.value() == Reply{550, "5.7.1", "This device may only write home"}));
    BOOST_TEST(reply->is_permanent());
    BOOST_TEST(!msa::parse_reply("451 4.3.0 later")->is_permanent());
}

BOOST_DATA_TEST_CASE(what_a_client_could_misread_is_no_reply,
                     bdata::make(std::vector<std::string>{
                         "", "550", "550 5.7.1", "550 5.7.1 ", "250 2.0.0 fine", "650 6.0.0 what",
                         "5500 5.7.1 text", "55 5.7.1 text", "550 4.7.1 text", "550 5.7 text",
                         "550 5.7.1.1 text", "550 5.1234.1 text", "550 5..1 text",
                         "550 5.7.1 caf\xC3\xA9", "550 5.7.1 a\tb", "550 5.7.1 a\r\n250 ok",
                         "550 5.7.1 " + std::string(msa::max_reply_text + 1, 'x')}),
                     line) {
    BOOST_TEST(!msa::parse_reply(line).has_value());
}

BOOST_AUTO_TEST_CASE(a_permanent_reply_made_temporary_is_451_in_class_4) {
    BOOST_TEST((msa::as_temporary({554, "5.6.0", "text"}) == Reply{451, "4.6.0", "text"}));
    BOOST_TEST((msa::as_temporary({452, "4.5.3", "text"}) == Reply{452, "4.5.3", "text"}));
    BOOST_TEST((msa::as_temporary({554, "", "text"}) == Reply{451, "", "text"}));
}

BOOST_AUTO_TEST_CASE(rule_and_session_stand_behind_the_text) {
    const Reply reply{550, "5.7.1", "No"};
    BOOST_TEST(msa::to_text(msa::identified(reply, "header_from_rights", "s1")) ==
               "550 5.7.1 No (rule header_from_rights, session s1)");
    BOOST_TEST(msa::identified(reply, {}, "s1").text == "No (session s1)");
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_so_that_the_identification_is_whole) {
    const auto text =
        msa::identified({550, "5.7.1", std::string(2000, 'x')}, "rule_name", "s1").text;
    const std::string tail = "xxx... (rule rule_name, session s1)";
    BOOST_TEST(text.size() == msa::max_reply_text);
    BOOST_TEST(text.substr(text.size() - tail.size()) == tail);
}

BOOST_AUTO_TEST_CASE(overlong_names_leave_room_for_the_text) {
    const std::string name(1000, 'r');
    const auto text = msa::identified({550, "5.7.1", std::string(2000, 'x')}, name, name).text;
    BOOST_TEST(text.size() == msa::max_reply_text);
    BOOST_TEST(text.substr(0, 100) == std::string(100, 'x'));
    BOOST_TEST(text.back() == ')');
}

BOOST_AUTO_TEST_CASE(what_a_client_chose_cannot_break_the_line) {
    const auto text = msa::identified({550, "5.7.1", "a\r\n250 ok\xFF"}, "r", "s1").text;
    BOOST_TEST(text == "a??250 ok? (rule r, session s1)");
}

BOOST_AUTO_TEST_SUITE_END()
