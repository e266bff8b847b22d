#include "queue/sendmail_listing.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::sendmail_listing;

namespace {

const char* const heading =
    "-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n";

std::string entry(const std::string& id) {
    return id +
           "       43 Sat Nov 28 06:07 <alice@example.com>\n"
           "     QUARANTINE: big: 2 foreign addresses in To and Cc\n"
           "\t\t\t\t\t <reader4@partner.example>\n";
}

std::string queue(const std::string& folder, const std::string& entries) {
    return "\t\t" + folder + " (2 requests)\n" + heading + entries;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sendmail_listing_)

BOOST_AUTO_TEST_CASE(each_message_stands_in_the_folder_above_it) {
    const auto seen = sendmail_listing(
        queue("/var/spool/mqueue/q1", entry("6AS67vAF001724") + entry("6AS67vLQ001719*")) +
        queue("/var/spool/mqueue/q2", entry("6AS67vLQ001720X")) +
        "/var/spool/mqueue/q3 is empty\n\t\tTotal requests: 3\n");
    BOOST_REQUIRE_EQUAL(seen.messages.size(), 3U);
    BOOST_TEST(seen.messages[0].id == "6AS67vAF001724");
    BOOST_TEST(seen.messages[0].folder == "/var/spool/mqueue/q1");
    BOOST_TEST(seen.messages[1].id == "6AS67vLQ001719");
    BOOST_TEST(seen.messages[2].id == "6AS67vLQ001720");
    BOOST_TEST(seen.messages[2].folder == "/var/spool/mqueue/q2");
    BOOST_TEST(seen.unread == 0U);
}

BOOST_AUTO_TEST_CASE(an_empty_queue_has_nothing) {
    const auto seen = sendmail_listing("/var/spool/mqueue is empty\n\t\tTotal requests: 0\n");
    BOOST_TEST(seen.messages.empty());
    BOOST_TEST(seen.unread == 0U);
}

BOOST_AUTO_TEST_CASE(a_reason_that_looks_like_a_message_is_none) {
    const auto seen =
        sendmail_listing(queue("/q",
                               "6AS67vAF001724 43 Sat Nov 28 06:07 <a@example.com>\n"
                               "     QUARANTINE: 6AS67vAF009999 43 /evil (1 request)\n"));
    BOOST_TEST(seen.messages.size() == 1U);
    BOOST_TEST(seen.messages.at(0).id == "6AS67vAF001724");
}

BOOST_AUTO_TEST_CASE(garbage_is_counted_and_left_out) {
    for (const std::string bad :
         {"<html>\n", "../../etc/passwd 1 x\n", "\x01\x02 x\n", "A;B c\n"}) {
        const auto seen = sendmail_listing(queue("/q", bad + entry("6AS67vAF001724")));
        BOOST_TEST(seen.messages.size() == 1U);
        BOOST_TEST(seen.unread == 1U);
    }
    // Without a folder nobody could find its files.
    BOOST_TEST(sendmail_listing(entry("6AS67vAF001724")).messages.empty());
}

BOOST_AUTO_TEST_CASE(a_text_that_ends_anywhere_is_read_as_far_as_it_goes) {
    const auto whole = queue("/q", entry("6AS67vAF001724") + entry("6AS67vLQ001719"));
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        BOOST_TEST(sendmail_listing(whole.substr(0, length)).messages.size() <= 2U);
    }
}

BOOST_AUTO_TEST_CASE(ten_thousand_messages_are_all_there) {
    std::string entries;
    for (int i = 0; i < 10000; ++i) {
        entries += entry("6AS67v" + std::to_string(i));
    }
    BOOST_TEST(sendmail_listing(queue("/q", entries)).messages.size() == 10000U);
}

BOOST_AUTO_TEST_SUITE_END()
