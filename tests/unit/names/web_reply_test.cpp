// Replies of HTTP/1.1, whole, cut and endless.
#include "names/web_reply.h"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

Result<WebReply> read(std::string text, std::size_t piece = 7) {
    return read_web_reply([&]() -> Result<std::string> {
        auto front = text.substr(0, piece);
        text.erase(0, piece);
        return front;
    });
}

std::string why(const std::string& text) {
    const auto reply = read(text, 4096);
    return reply ? "no error" : reply.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(web_reply)

BOOST_AUTO_TEST_CASE(a_length_ends_the_body) {
    const auto reply = read(
        "HTTP/1.1 200 OK\r\ncontent-type: Text/Plain; charset=utf-8\r\n"
        "Content-Length: 4\r\n\r\nbodyrest");
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 200);
    BOOST_TEST(reply->media_type == "text/plain");
    BOOST_TEST(reply->body == "body");
}

BOOST_AUTO_TEST_CASE(chunks_are_joined) {
    const auto reply = read(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n"
        "0\r\n\r\n");
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->body == "abc0123456789");
}

BOOST_AUTO_TEST_CASE(announcements_are_passed_over) {
    const auto reply = read("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\n");
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 204);
    BOOST_TEST(reply->media_type == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_is_told) {
    BOOST_TEST(why("220 mail ESMTP\r\n") == "no reply of HTTP: \"220 mail ESMTP\"");
    BOOST_TEST(why("HTTP/1.1 2x0 OK\r\n\r\n") == "no reply of HTTP: \"HTTP/1.1 2x0 OK\"");
    BOOST_TEST(why("") == "the reply ends in its head");
    BOOST_TEST(why("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx") ==
               "the reply ends before its end");
    BOOST_TEST(why("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx") ==
               "no Content-Length: \"-1\"");
    BOOST_TEST(why("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") ==
               "no chunk of HTTP: \"zz\"");
    BOOST_TEST(why("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n") ==
               "a chunk is longer than it says");
}

BOOST_AUTO_TEST_CASE(nothing_is_read_for_ever) {
    const std::string much(200000, 'x');
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    BOOST_TEST(why(much) == "the head of the reply is larger than 16 kilobytes");
    BOOST_TEST(why(ok + "a: " + much) == "the head of the reply is larger than 16 kilobytes");
    BOOST_TEST(why(ok + "\r\n" + much) == "the reply is larger than 64 kilobytes");
    BOOST_TEST(why(ok + "Content-Length: 65537\r\n\r\n") ==
               "the reply is larger than 64 kilobytes");
    BOOST_TEST(why(ok + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n") ==
               "the reply is larger than 64 kilobytes");
    std::string early;
    for (int i = 0; i < 2000; ++i) {
        early += "HTTP/1.1 100 Go\r\n\r\n";
    }
    BOOST_TEST(why(early) == "the head of the reply is larger than 16 kilobytes");
}

BOOST_AUTO_TEST_SUITE_END()
