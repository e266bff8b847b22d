#include "limits/redis_url.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(redis_url)

BOOST_AUTO_TEST_CASE(a_place_has_a_host_a_port_and_a_database) {
    BOOST_TEST((parse_redis_url("redis://mail.example.org:7000/3").value() ==
                RedisUrl{"mail.example.org", 7000, "", false, 3}));
    BOOST_TEST((parse_redis_url("redis://192.0.2.1").value() ==
                RedisUrl{"192.0.2.1", 6379, "", false, 0}));
    BOOST_TEST((parse_redis_url("rediss://[2001:db8::1]:7000/").value() ==
                RedisUrl{"2001:db8::1", 7000, "", true, 0}));
    BOOST_TEST((parse_redis_url("unix:/run/redis.sock").value() ==
                RedisUrl{"", 6379, "/run/redis.sock", false, 0}));
}

BOOST_AUTO_TEST_CASE(other_forms_are_errors_that_say_the_right_ones) {
    for (const auto* text :
         {"", "mail.example.org", "redis://", "redis://h:0", "redis://h:65536", "redis://h:x",
          "redis://h/x", "unix:run", "http://h", "redis://[::1"}) {
        BOOST_TEST(!parse_redis_url(text).has_value(), text);
    }
    const auto error = parse_redis_url("redis://user:secret@h");
    BOOST_REQUIRE(!error.has_value());
    BOOST_TEST(error.error().what.find("password_file") != std::string::npos);
    BOOST_TEST(error.error().what.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nodes_name_each_other_without_brackets) {
    BOOST_TEST((parse_redis_node("127.0.0.1:6381").value() == RedisUrl{"127.0.0.1", 6381}));
    BOOST_TEST((parse_redis_node("::1:6381").value() == RedisUrl{"::1", 6381}));
    BOOST_TEST((parse_redis_node(":6381").value() == RedisUrl{"", 6381}));
    BOOST_TEST(!parse_redis_node("6381").has_value());
    BOOST_TEST(!parse_redis_node("h:0").has_value());
}

BOOST_AUTO_TEST_CASE(people_read_places_as_they_write_them) {
    BOOST_TEST(parse_redis_url("rediss://[::1]:7000").value().text() == "[::1]:7000");
    BOOST_TEST(parse_redis_url("unix:/run/redis.sock").value().text() == "/run/redis.sock");
}

BOOST_AUTO_TEST_SUITE_END()
