// Socket addresses in the spellings of both MTAs.
#include "base/socket_address.h"

#include <array>
#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/un.h>

namespace bdata = boost::unit_test::data;
using msa::parse_socket_address;
using msa::SocketAddress;

namespace {

struct Spelling {
    const char* text;
    const char* meant;
};

std::ostream& operator<<(std::ostream& out, const Spelling& spelling) {
    return out << spelling.text;
}

constexpr Spelling spellings[] = {
    {"unix:/run/m.sock", "/run/m.sock"},
    {"local:/run/m.sock", "/run/m.sock"},
    {"/run/m.sock", "/run/m.sock"},
    {"UNIX:/run/a:b@c", "/run/a:b@c"},
    {"inet:8891@127.0.0.1", "127.0.0.1 8891"},
    {"inet:127.0.0.1:8891", "127.0.0.1 8891"},
    {"inet:8891@localhost", "127.0.0.1 8891"},
    {"inet:localhost:8891", "127.0.0.1 8891"},
    {"inet:[192.0.2.1]:8891", "192.0.2.1 8891"},
    {"inet:8891", "127.0.0.1 8891"},
    {"inet:8891@0.0.0.0", "0.0.0.0 8891"},
    {"inet6:8891@::1", "::1 8891"},
    {"inet:[::1]:8891", "::1 8891"},
    {"inet:8891@::1", "::1 8891"},
    {"inet6:8891@[2001:db8::1]", "2001:db8::1 8891"},
    {"inet6:[2001:db8::1]:8891", "2001:db8::1 8891"},
    {"inet6:8891", "::1 8891"},
};

constexpr const char* mistakes[] = {
    "",
    "unix:",
    "unix:relative/m.sock",
    "m.sock",
    "inet:",
    "inet:0@127.0.0.1",
    "inet:65536@127.0.0.1",
    "inet:88x@127.0.0.1",
    "inet:-1@127.0.0.1",
    "inet:smtp@127.0.0.1",
    "inet:8891@300.0.0.1",
    "inet6:8891@127.0.0.1",
    "fd:3",
};

std::string text_of(const SocketAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> host{};
    if (address.family() == AF_UNIX) {
        sockaddr_un name{};
        std::memcpy(&name, &address.storage, sizeof name);
        return name.sun_path;
    }
    if (address.family() == AF_INET) {
        sockaddr_in name{};
        std::memcpy(&name, &address.storage, sizeof name);
        inet_ntop(AF_INET, &name.sin_addr, host.data(), host.size());
        return std::string(host.data()) + " " + std::to_string(ntohs(name.sin_port));
    }
    sockaddr_in6 name{};
    std::memcpy(&name, &address.storage, sizeof name);
    inet_ntop(AF_INET6, &name.sin6_addr, host.data(), host.size());
    return std::string(host.data()) + " " + std::to_string(ntohs(name.sin6_port));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(socket_address)

BOOST_DATA_TEST_CASE(spellings_of_both_mtas_are_understood, bdata::make(spellings), spelling) {
    const auto address = parse_socket_address(spelling.text);
    BOOST_REQUIRE(address);
    BOOST_TEST(text_of(*address) == spelling.meant);
}

BOOST_DATA_TEST_CASE(mistakes_are_bad_settings, bdata::make(mistakes), mistake) {
    const auto address = parse_socket_address(mistake);
    BOOST_REQUIRE(!address);
    BOOST_CHECK(address.error().kind == msa::ErrorKind::bad_config);
}

BOOST_AUTO_TEST_CASE(a_path_with_a_nul_is_a_mistake) {
    BOOST_CHECK(!parse_socket_address(std::string_view("unix:/a\0b", 9)));
}

BOOST_AUTO_TEST_CASE(a_path_is_as_long_as_the_system_allows) {
    BOOST_CHECK(parse_socket_address("unix:/" + std::string(106, 'x')));
    BOOST_CHECK(!parse_socket_address("unix:/" + std::string(107, 'x')));
}

BOOST_AUTO_TEST_CASE(only_a_unix_socket_has_a_path) {
    BOOST_TEST(parse_socket_address("unix:/run/m.sock").value().path == "/run/m.sock");
    BOOST_TEST(parse_socket_address("inet:8891").value().path == "");
}

BOOST_AUTO_TEST_SUITE_END()
