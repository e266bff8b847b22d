#include "queue/postqueue_output.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::held_in_postqueue_output;

namespace {

std::string line(const std::string& queue, const std::string& id) {
    return R"({"queue_name": ")" + queue + R"(", "queue_id": ")" + id +
           R"(", "arrival_time": 1795846072, "message_size": 648, "forced_expire": false, )"
           R"("sender": "alice@example.com", "recipients": [{"address": "a@example.net"}, )"
           R"({"address": "b@example.net", "delay_reason": "x"}]})"
           "\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postqueue_output)

BOOST_AUTO_TEST_CASE(what_the_hold_queue_has_is_told_whole) {
    const auto seen =
        held_in_postqueue_output(line("active", "AAAA1") + line("hold", "7F6D6A724BB"));
    BOOST_REQUIRE_EQUAL(seen.messages.size(), 1U);
    const auto& message = seen.messages.front();
    BOOST_TEST(message.id == "7F6D6A724BB");
    BOOST_TEST(
        (message.since == std::chrono::system_clock::time_point(std::chrono::seconds(1795846072))));
    BOOST_TEST(message.octets == 648U);
    BOOST_TEST(message.sender == "alice@example.com");
    BOOST_TEST(message.recipients == (std::vector<std::string>{"a@example.net", "b@example.net"}),
               boost::test_tools::per_element());
    BOOST_TEST(seen.unread == 0U);
}

BOOST_AUTO_TEST_CASE(an_empty_queue_has_nothing) {
    BOOST_TEST(held_in_postqueue_output("").messages.empty());
    BOOST_TEST(held_in_postqueue_output("\n\n").unread == 0U);
}

BOOST_AUTO_TEST_CASE(the_null_sender_has_no_name) {
    const auto seen = held_in_postqueue_output(
        R"({"queue_name":"hold","queue_id":"AB12","sender":"MAILER-DAEMON"})");
    BOOST_TEST(seen.messages.at(0).sender.empty());
}

BOOST_AUTO_TEST_CASE(a_torn_line_and_what_is_no_object_are_counted_and_left_out) {
    const auto whole = line("hold", "AB12");
    for (const std::string bad :
         {R"({"queue_name": "hold", "queue_id": "CD34", "arrival_ti)", "garbage", "[1,2]", "null",
          "\"hold\"", R"({"queue_name":"hold"})", R"({"queue_name":"hold","queue_id":7})",
          R"({"queue_name":["hold"],"queue_id":"CD34"})"}) {
        const auto seen = held_in_postqueue_output(whole + bad);
        BOOST_TEST(seen.messages.size() == 1U, bad);
        BOOST_TEST(seen.unread == 1U, bad);
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_a_program_could_take_for_something_else_is_none) {
    for (const auto* id : {"ALL", "-", "-d", "../x", "A B", "", "A*", "A;B"}) {
        const auto seen = held_in_postqueue_output(line("hold", id));
        BOOST_TEST(seen.messages.empty(), id);
        BOOST_TEST(seen.unread == 1U, id);
    }
}

BOOST_AUTO_TEST_CASE(members_of_other_types_say_nothing) {
    const auto seen = held_in_postqueue_output(
        R"({"queue_name":"hold","queue_id":"AB12","arrival_time":"x","message_size":-1,)"
        R"("sender":{},"recipients":[1,{"address":2},{"address":"a@example.net"},[]]})");
    const auto& message = seen.messages.at(0);
    BOOST_TEST((message.since == std::chrono::system_clock::time_point()));
    BOOST_TEST(message.octets == 0U);
    BOOST_TEST(message.sender.empty());
    BOOST_TEST(message.recipients.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_address_with_a_newline_stays_in_its_line) {
    const auto seen = held_in_postqueue_output(
        R"({"queue_name":"hold","queue_id":"AB12","sender":"\"a\nb\"@example.com",)"
        R"("recipients":[{"address":"x\n{\"queue_name\":\"hold\",\"queue_id\":\"EVIL\"}"}]})");
    BOOST_REQUIRE_EQUAL(seen.messages.size(), 1U);
    BOOST_TEST(seen.messages.front().sender == "\"a\nb\"@example.com");
    BOOST_TEST(seen.unread == 0U);
}

BOOST_AUTO_TEST_CASE(an_instant_of_the_far_future_is_no_overflow) {
    const auto seen = held_in_postqueue_output(
        R"({"queue_name":"hold","queue_id":"AB12","arrival_time":18446744073709551615})");
    BOOST_TEST((seen.messages.at(0).since > std::chrono::system_clock::time_point()));
}

BOOST_AUTO_TEST_CASE(ten_thousand_messages_are_all_there) {
    std::string text;
    for (int i = 0; i < 10000; ++i) {
        text += line("hold", "Q" + std::to_string(i));
        text += line("deferred", "D" + std::to_string(i));
    }
    const auto seen = held_in_postqueue_output(text);
    BOOST_TEST(seen.messages.size() == 10000U);
    BOOST_TEST(seen.messages.back().id == "Q9999");
    BOOST_TEST(seen.unread == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
