// Replies of SMTP, whole and in pieces.
#include "names/smtp_reply.h"

#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

/// Gives `text` in pieces of this size, and then no more.
MoreOctets in_pieces(std::string text, std::size_t size) {
    return [text = std::move(text), size]() mutable -> Result<std::string> {
        if (text.empty()) {
            return Error{"the server closed the connection"};
        }
        auto piece = text.substr(0, size);
        text.erase(0, size);
        return piece;
    };
}

Result<SmtpReply> read(const std::string& text, std::size_t size = 1) {
    std::string octets;
    return read_reply(octets, in_pieces(text, size));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_reply)

BOOST_AUTO_TEST_CASE(a_reply_of_several_lines_is_one) {
    const auto reply = read("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n");
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->code == 250);
    BOOST_TEST(reply->lines.size() == 3U);
    BOOST_TEST(reply->offers("starttls"));
    BOOST_TEST(reply->offers("AUTH"));
    BOOST_TEST(!reply->offers("START"));
}

BOOST_AUTO_TEST_CASE(the_old_form_of_auth_counts_too) {
    BOOST_TEST(read("250 AUTH=LOGIN\r\n")->offers("AUTH"));
}

BOOST_AUTO_TEST_CASE(what_follows_a_reply_stays) {
    std::string octets = "220 ready\r\n250 more";
    const auto reply = read_reply(octets, in_pieces("", 1));
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(octets == "250 more");
}

BOOST_AUTO_TEST_CASE(a_code_alone_and_bare_line_feeds_are_taken) {
    BOOST_TEST(read("220\n")->code == 220);
    BOOST_TEST(read("220 \n")->lines.front().empty());
}

BOOST_AUTO_TEST_CASE(other_lines_are_no_replies) {
    for (const std::string text : {"", "22", "22x y", "2200 y", "HTTP/1.1 400", "220\x01y"}) {
        const auto reply = read(text + "\r\n");
        BOOST_REQUIRE_MESSAGE(!reply, text);
        BOOST_TEST(reply.error().what.starts_with("no reply of SMTP: "), reply.error().what);
    }
}

BOOST_AUTO_TEST_CASE(an_end_within_a_reply_is_an_error) {
    BOOST_TEST(read("250-mail.example\r\n25").error().what == "the server closed the connection");
}

BOOST_AUTO_TEST_CASE(neither_a_line_nor_a_reply_is_read_for_ever) {
    BOOST_TEST(read(std::string(100000, '2'), 4096).error().what == "a reply without end");
    std::string lines;
    for (int i = 0; i < 10000; ++i) {
        lines += "250-more\r\n";
    }
    BOOST_TEST(read(lines, 4096).error().what == "a reply without end");
}

BOOST_AUTO_TEST_SUITE_END()
