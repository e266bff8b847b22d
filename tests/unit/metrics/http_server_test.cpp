#include "metrics/http_server.h"

#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

namespace {

using msa::FileDescriptor;

/// On a port of loopback that the kernel chose.
struct Served {
    explicit Served(msa::HttpLimits limits) {
        FileDescriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const name = reinterpret_cast<sockaddr*>(&address);
        BOOST_REQUIRE(::bind(listening.get(), name, size) == 0);
        BOOST_REQUIRE(::getsockname(listening.get(), name, &size) == 0);
        BOOST_REQUIRE(::listen(listening.get(), 16) == 0);
        auto started = msa::HttpServer::start(
            std::move(listening),
            [](std::string_view path, std::string_view) {
                return msa::HttpAnswer{.text = std::string(path)};
            },
            limits);
        BOOST_REQUIRE(started.has_value());
        server = *std::move(started);
    }
    [[nodiscard]] FileDescriptor visitor() const {
        FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        BOOST_REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                                sizeof address) == 0);
        return socket;
    }

    sockaddr_in address{};
    std::unique_ptr<msa::HttpServer> server;
};

bool say(const FileDescriptor& socket, std::string_view octets) {
    return ::send(socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(octets.size());
}

/// One octet after the other, as long as somebody takes them.
bool is_cut_off(const FileDescriptor& socket) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (say(socket, "x")) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

/// Up to its text, or up to what there is where the server closes.
std::string answer(const FileDescriptor& socket) {
    std::string all;
    std::array<char, 4096> octets{};
    while (!all.ends_with("/here")) {
        const auto count = ::recv(socket.get(), octets.data(), octets.size(), 0);
        if (count <= 0) {
            break;
        }
        all.append(octets.data(), static_cast<std::size_t>(count));
    }
    return all;
}

constexpr const char* request = "GET /here HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(http_server)

BOOST_AUTO_TEST_CASE(cuts_off_who_says_a_request_octet_by_octet) {
    const Served served({.request = std::chrono::milliseconds(200)});
    const auto slow = served.visitor();
    BOOST_TEST(say(slow, "GET /"));
    BOOST_TEST(is_cut_off(slow));
}

BOOST_AUTO_TEST_CASE(gives_each_request_of_a_connection_a_time_of_its_own) {
    const Served served({.request = std::chrono::milliseconds(1000)});
    const auto visitor = served.visitor();
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
    while (std::chrono::steady_clock::now() < end) {
        BOOST_REQUIRE(say(visitor, request));
        BOOST_REQUIRE(answer(visitor).ends_with("/here"));
    }
}

BOOST_AUTO_TEST_CASE(cuts_off_who_says_a_body_octet_by_octet) {
    const Served served({.request = std::chrono::milliseconds(200)});
    const auto slow = served.visitor();
    BOOST_TEST(say(slow, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"));
    BOOST_TEST(is_cut_off(slow));
}

BOOST_AUTO_TEST_CASE(answers_other_methods_before_their_body_and_hears_no_more) {
    const Served served({});
    const auto visitor = served.visitor();
    BOOST_TEST(say(visitor, "PUT /here HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"));
    BOOST_TEST(answer(visitor).starts_with("HTTP/1.1 405"));
}

BOOST_AUTO_TEST_CASE(answers_whoever_asks_while_others_hold_all_connections) {
    const Served served({.most_connections = 4,
                         .silence = std::chrono::hours(1),
                         .request = std::chrono::hours(1)});
    std::vector<FileDescriptor> others;
    for (int i = 0; i < 100; ++i) {
        others.push_back(served.visitor());
        BOOST_TEST(say(others.back(), "GET /"));
    }
    const auto visitor = served.visitor();
    const timeval patience{20, 0};
    BOOST_REQUIRE(
        ::setsockopt(visitor.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    BOOST_TEST(say(visitor, request));
    BOOST_TEST(answer(visitor).starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(has_room_again_when_slow_ones_are_cut_off) {
    const Served served({.most_connections = 2, .request = std::chrono::milliseconds(200)});
    const auto first = served.visitor();
    const auto second = served.visitor();
    BOOST_TEST(say(first, "GET /"));
    BOOST_TEST(say(second, "GET /"));
    BOOST_TEST(is_cut_off(first));
    BOOST_TEST(is_cut_off(second));
    std::string said;
    for (int attempt = 0; attempt < 1000 && said.empty(); ++attempt) {
        const auto third = served.visitor();
        said = say(third, request) ? answer(third) : std::string();
    }
    BOOST_TEST(said.starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_SUITE_END()
