#include "doctor/milter_place.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

bool same(std::string_view asked, std::string_view daemon) {
    const auto a = milter_place(asked);
    const auto b = milter_place(daemon);
    return a && b && same_network_place(*a, *b);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_places)

BOOST_AUTO_TEST_CASE(network_places_are_compared_in_either_spelling) {
    BOOST_TEST(same("inet:localhost:8891", "inet:8891@127.0.0.1"));
    BOOST_TEST(same("inet:8891", "inet:8891@localhost"));
    BOOST_TEST(same("inet6:[::1]:8891", "inet6:8891@::1"));
    BOOST_TEST(same("inet:mx.example.org:8891", "inet:8891@MX.example.org"));
    BOOST_TEST(same("inet:mx.example.org:8891", "inet:8891@0.0.0.0"));
    BOOST_TEST(!same("inet:localhost:8892", "inet:8891@localhost"));
    BOOST_TEST(!same("inet:mx.example.org:8891", "inet:8891@localhost"));
    BOOST_TEST(!same("unix:/run/m.sock", "inet:8891@localhost"));
}

BOOST_AUTO_TEST_CASE(paths_have_three_spellings) {
    for (const char* const text : {"unix:/run/m.sock", "local:/run/m.sock", "/run/m.sock"}) {
        const auto place = milter_place(text);
        BOOST_REQUIRE(place.has_value());
        BOOST_TEST(place->path == "/run/m.sock");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_place_is_none) {
    for (const char* const text : {"", "m.sock", "tcp:25", "unix:", "inet:"}) {
        BOOST_TEST(!milter_place(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(paths_are_made_plain) {
    BOOST_TEST(normal_path("/var/run/x/../m.sock") == "/run/m.sock");
    BOOST_TEST(normal_path("//run//./m.sock") == "/run/m.sock");
    BOOST_TEST(normal_path("/var/running") == "/var/running");
}

BOOST_AUTO_TEST_SUITE_END()
