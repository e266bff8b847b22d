#include "queue/sendmail_queue_file.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::sendmail_queue_file;

namespace {

std::string control(const std::string& header) {
    return "V8\nT1795846088\nK1795846088\nN0\nP30238\nqbig: 2 foreign addresses\nFbs\n"
           "$_localhost [127.0.0.1]\n$rESMTPSA\n${daemon_flags}EE a\nS<alice@example.com>\n"
           "rRFC822; reader4@partner.example\nRPFD:<reader4@partner.example>\n"
           "RPFD:<\"a:b\"@partner.example>\n"
           "H?P?Return-Path: <\x81g>\n" +
           header + ".\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sendmail_queue_file_)

BOOST_AUTO_TEST_CASE(envelope_and_header_are_told_as_they_will_leave) {
    const auto file = sendmail_queue_file(
        "6AS6889M002423", control("H??From: Alice <alice@example.com>\nH??Subject: held\n"
                                  "\tfolded\nH?D?Date: Sat, 21 Nov 2026 10:00:00 +0000\n"));
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->message.id == "6AS6889M002423");
    BOOST_TEST((file->message.since ==
                std::chrono::system_clock::time_point(std::chrono::seconds(1795846088))));
    BOOST_TEST(file->message.sender == "alice@example.com");
    BOOST_TEST(file->message.recipients ==
                   (std::vector<std::string>{"reader4@partner.example", "\"a:b\"@partner.example"}),
               boost::test_tools::per_element());
    BOOST_TEST(file->header ==
               "From: Alice <alice@example.com>\nSubject: held\n\tfolded\n"
               "Date: Sat, 21 Nov 2026 10:00:00 +0000\n");
}

BOOST_AUTO_TEST_CASE(a_folded_subject_cannot_look_like_a_line_of_the_envelope) {
    const auto file =
        sendmail_queue_file("A1", control("H??Subject: x\n\tS<evil@example.com>\n R<x>\n"));
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->message.sender == "alice@example.com");
    BOOST_TEST(file->message.recipients.size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_was_left_out_is_left_out_with_its_folds) {
    const auto file =
        sendmail_queue_file("A1", control("H?P?Return-Path: <x>\n\tfolded\nH??To: x\n"));
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->header == "To: x\n");
}

BOOST_AUTO_TEST_CASE(a_file_without_its_end_is_none) {
    const auto whole = control("H??Subject: x\n");
    for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
        BOOST_TEST(!sendmail_queue_file("A1", whole.substr(0, length)).has_value());
    }
    BOOST_TEST(sendmail_queue_file("A1", whole).has_value());
}

BOOST_AUTO_TEST_CASE(a_file_without_time_or_sender_is_none) {
    BOOST_TEST(!sendmail_queue_file("A1", "V8\nS<a@example.com>\n.\n").has_value());
    BOOST_TEST(!sendmail_queue_file("A1", "V8\nT1795846088\n.\n").has_value());
    for (const std::string time : {"", "x", "-1", "253402300799", "99999999999999999999", "1 "}) {
        BOOST_TEST(!sendmail_queue_file("A1", "T" + time + "\nS<a@b.example>\n.\n").has_value(),
                   time);
    }
}

BOOST_AUTO_TEST_CASE(the_null_sender_and_recipients_of_old_versions_are_read) {
    const auto file =
        sendmail_queue_file("A1", "V2\nT1\nS<>\nR<a@example.com>\nRb@example.com\n.\n");
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->message.sender.empty());
    BOOST_TEST(
        file->message.recipients == (std::vector<std::string>{"a@example.com", "b@example.com"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
