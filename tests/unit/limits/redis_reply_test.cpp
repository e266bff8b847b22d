#include "limits/redis_reply.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

/// Octet by octet, as slow networks deliver them.
Result<std::optional<ServerReply>> read(std::string_view octets) {
    RedisReader reader;
    Result<std::optional<ServerReply>> reply = std::optional<ServerReply>();
    for (const char octet : octets) {
        if (const auto added = reader.add({&octet, 1}); !added) {
            return added.error();
        }
        reply = reader.next();
        if (!reply || *reply) {
            return reply;
        }
    }
    return reply;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_reply)

BOOST_AUTO_TEST_CASE(each_kind_of_reply_is_read_as_it_comes) {
    BOOST_TEST(read("$3\r\na\r\n\r\n").value()->text == "a\r\n");
    BOOST_TEST(read("+OK\r\n").value()->text == "OK");
    BOOST_TEST(read(":-7\r\n").value()->number == -7);
    BOOST_TEST((read("$-1\r\n").value()->kind == ServerReply::Kind::nothing));
    const auto list = read("*2\r\n*2\r\n:1\r\n$1\r\nx\r\n$1\r\ny\r\n").value();
    BOOST_REQUIRE(list.has_value());
    BOOST_REQUIRE(list->list.size() == 2U);
    BOOST_TEST(list->list[0].list[1].text == "x");
    BOOST_TEST(list->list[1].text == "y");
}

BOOST_AUTO_TEST_CASE(errors_are_known_by_their_first_word) {
    const auto error = read("-MOVED 3999 127.0.0.1:6381\r\n").value();
    BOOST_TEST(error->is_error("MOVED"));
    BOOST_TEST(!error->is_error("MOVE"));
    BOOST_TEST(!read("+MOVED 1\r\n").value()->is_error("MOVED"));
}

BOOST_AUTO_TEST_CASE(what_is_not_complete_is_waited_for) {
    BOOST_TEST(!read("$3\r\nab").value().has_value());
    BOOST_TEST(!read("*2\r\n:1\r\n").value().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_reply_or_too_much_is_an_error) {
    for (const std::string octets : {"HTTP/1.0 200 OK\r\n", "*99999\r\n", "*2147483647\r\n",
                                     "*4294967297\r\n:1\r\n:2\r\n", "\r\n", "$5x\r\n"}) {
        const auto reply = read(octets);
        BOOST_TEST((!reply || !*reply || (**reply).list.size() <= 1U), octets);
    }
    BOOST_TEST(!read("HTTP/1.0 200 OK\r\n").has_value());
    BOOST_TEST(!read("*99999\r\n").has_value());
    RedisReader reader;
    BOOST_TEST(reader.add("$2000000\r\n").has_value());
    BOOST_TEST(!reader.add(std::string(1U << 20U, 'x')).has_value());
}

BOOST_AUTO_TEST_CASE(words_go_over_the_wire_with_their_lengths) {
    BOOST_TEST(redis_words({"GET", std::string_view("a\0b", 3), ""}) ==
               std::string("*3\r\n$3\r\nGET\r\n$3\r\na\0b\r\n$0\r\n\r\n", 28));
}

BOOST_AUTO_TEST_SUITE_END()
