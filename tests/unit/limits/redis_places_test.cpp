#include "limits/redis_places.h"

#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Kind = ServerReply::Kind;

ServerReply number(std::int64_t value) {
    return {.kind = Kind::number, .number = value};
}
ServerReply text(std::string value) {
    return {.kind = Kind::text, .text = std::move(value)};
}
ServerReply list(std::vector<ServerReply> parts) {
    return {.kind = Kind::list, .list = std::move(parts)};
}
ServerReply range(std::int64_t first, std::int64_t last, const std::string& host,
                  std::int64_t port) {
    return list({number(first), number(last), list({text(host), number(port), text("a node's ID")}),
                 list({text("a replica"), number(7009)})});
}

std::string shown(const ServerReply& reply) {
    std::string all;
    for (const auto& each : slot_ranges(reply)) {
        all +=
            std::to_string(each.first) + '-' + std::to_string(each.last) + ' ' + each.place + '\n';
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_places)

BOOST_AUTO_TEST_CASE(slots_have_the_place_of_their_master) {
    auto unknown = range(10923, 16383, "", 7002);
    unknown.list[2].list[0] = {};  // "the one that you are asking"
    BOOST_TEST(shown(list({range(0, 5460, "127.0.0.1", 7000), range(5461, 10922, "::1", 7001),
                           unknown})) ==
               "0-5460 127.0.0.1:7000\n5461-10922 ::1:7001\n10923-16383 :7002\n");
}

BOOST_AUTO_TEST_CASE(whoever_names_a_slot_first_has_it) {
    BOOST_TEST(shown(list({range(0, 9, "h", 1), range(5, 20, "i", 2), range(10, 10, "j", 3)})) ==
               "0-9 h:1\n10-10 j:3\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_range_of_slots_is_left_out) {
    auto short_one = range(0, 1, "h", 1);
    short_one.list.resize(2);
    auto without_port = range(0, 1, "h", 1);
    without_port.list[2].list.resize(1);
    auto as_text = range(0, 1, "h", 1);
    as_text.list[0] = text("0");
    BOOST_TEST(shown(list({range(-1, 1, "h", 1),
                           range(2, 1, "h", 1),
                           range(0, 16384, "h", 1),
                           short_one,
                           without_port,
                           as_text,
                           number(3),
                           {}})) == "");
    BOOST_TEST(shown({.kind = Kind::error, .text = "ERR unknown command"}) == "");
}

BOOST_AUTO_TEST_CASE(a_sentinel_names_a_host_and_a_port_or_nobody) {
    BOOST_TEST(sentinel_master(list({text("192.0.2.1"), text("6379")})) == "192.0.2.1:6379");
    BOOST_TEST(sentinel_master({}) == "");
    BOOST_TEST(sentinel_master(list({text("192.0.2.1")})) == "");
}

BOOST_AUTO_TEST_CASE(an_error_ends_with_the_place) {
    BOOST_TEST(moved_place("MOVED 3999 127.0.0.1:6381") == "127.0.0.1:6381");
    BOOST_TEST(moved_place("ASK 3999 ::1:6381") == "::1:6381");
    BOOST_TEST(moved_place("MOVED") == "");
    BOOST_TEST(moved_place("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
