// Replies of Redis, whole and in parts.
#include "tables/redis_table.h"

#include <boost/test/unit_test.hpp>

using msa::redis_reply;
using msa::RedisReply;

BOOST_AUTO_TEST_SUITE(redis_reply_test)

BOOST_AUTO_TEST_CASE(a_reply_is_not_complete_until_its_last_octet) {
    for (const std::string& whole :
         {std::string("+OK\r\n"), std::string("$5\r\nalice\r\n"), std::string("$-1\r\n"),
          std::string("*2\r\n$1\r\na\r\n$0\r\n\r\n"), '+' + std::string(511, 'x') + "\r\n"}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto part = redis_reply(whole.substr(0, size));
            BOOST_REQUIRE_MESSAGE(part, whole << " up to " << size);
            BOOST_TEST(!part->has_value());
        }
        BOOST_REQUIRE(redis_reply(whole));
        BOOST_TEST(redis_reply(whole)->has_value());
    }
}

BOOST_AUTO_TEST_CASE(strings_lists_and_words_are_told_apart) {
    using Kind = RedisReply::Kind;
    const auto is = [](const char* text, const RedisReply& reply) {
        return **redis_reply(text) == reply;
    };
    BOOST_TEST(is("+OK\r\n", {Kind::status, {"OK"}}));
    BOOST_TEST(is("$2\r\nOK\r\n", {Kind::string, {"OK"}}));
    BOOST_TEST(is("*1\r\n$2\r\nOK\r\n", {Kind::list, {"OK"}}));
    BOOST_TEST(is("$-1\r\n", {Kind::string, {}}));
    BOOST_TEST(is("*0\r\n", {Kind::list, {}}));
}

BOOST_AUTO_TEST_CASE(a_line_that_does_not_end_is_no_reply) {
    BOOST_TEST(!redis_reply('+' + std::string(513, 'x')).has_value());
    BOOST_TEST(!redis_reply('+' + std::string(512, 'x') + "\r\n").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
