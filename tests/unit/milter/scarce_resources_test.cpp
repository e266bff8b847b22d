// What libmilter gets where there is no thread or descriptor.
#include "milter/libmilter/scarce_resources.h"

#include "base/file.h"
#include "milter/new_connections.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/un.h>

using namespace msa;

namespace {

/// A listening socket of a name nobody else has, and connections to it.
class Listening {
public:
    explicit Listening(const std::string& name) {
        address_.sun_family = AF_UNIX;
        const std::string text = name + std::to_string(::getpid());
        text.copy(address_.sun_path + 1, sizeof address_.sun_path - 1);  // no file
        BOOST_TEST_REQUIRE(::bind(socket_.get(), name_of(address_), sizeof address_) == 0);
        BOOST_TEST_REQUIRE(::listen(socket_.get(), 10) == 0);
    }
    [[nodiscard]] FileDescriptor connection() const {
        FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
        BOOST_TEST_REQUIRE(::connect(socket.get(), name_of(address_), sizeof address_) == 0);
        return socket;
    }
    [[nodiscard]] int descriptor() const { return socket_.get(); }

private:
    static const sockaddr* name_of(const sockaddr_un& address) {
        return reinterpret_cast<const sockaddr*>(&address);
    }
    FileDescriptor socket_{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un address_{};
};

bool is_closed(const FileDescriptor& connection) {
    char octet = 0;
    return ::recv(connection.get(), &octet, 1, MSG_DONTWAIT) == 0;
}

/// The limit on descriptors while it lives.
class Limit {
public:
    explicit Limit(rlim_t most) {
        BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        const rlimit limit{.rlim_cur = most, .rlim_max = before_.rlim_max};
        BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
    }
    ~Limit() { BOOST_TEST(::setrlimit(RLIMIT_NOFILE, &before_) == 0); }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

private:
    rlimit before_{};
};

/// The lowest that is free.
rlim_t next_descriptor() {
    return static_cast<rlim_t>(FileDescriptor(::dup(0)).get());
}

void ignore(const LogLine& /*line*/) {}

std::atomic<int> worker_runs = 0;

void* worker(void* session) {
    // As libmilter's begins: what comes behind a failure marks the session as ready.
    ++worker_runs;
    *static_cast<int*>(session) = msa_session_pthread_detach(::pthread_self());
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scarce_resources_test)

BOOST_AUTO_TEST_CASE(a_connection_is_taken_while_there_are_descriptors) {
    const Listening listening("taken");
    NewConnections connections(ignore);
    const auto theirs = listening.connection();
    const FileDescriptor ours(connections.accept(listening.descriptor(), nullptr, nullptr, 0));
    BOOST_TEST(ours.is_open());
    BOOST_TEST(!is_closed(theirs));
}

BOOST_AUTO_TEST_CASE(a_connection_that_would_take_a_descriptor_that_is_kept_is_closed) {
    const Listening listening("kept");
    int lines = 0;
    NewConnections connections([&lines](const LogLine&) { ++lines; });
    const auto theirs = listening.connection();
    const Limit limit(next_descriptor() + 2);  // a quarter of it is kept
    BOOST_TEST(connections.accept(listening.descriptor(), nullptr, nullptr, 0) == -1);
    BOOST_TEST(errno == EMFILE);
    BOOST_TEST(is_closed(theirs));
    BOOST_TEST(lines == 1);
}

BOOST_AUTO_TEST_CASE(the_reserve_sends_connections_away_where_there_are_none_at_all) {
    const Listening listening("none");
    NewConnections connections(ignore);
    const auto one = listening.connection();
    const auto other = listening.connection();
    const Limit limit(next_descriptor());
    for (const auto* theirs : {&one, &other}) {
        BOOST_TEST(connections.accept(listening.descriptor(), nullptr, nullptr, 0) == -1);
        BOOST_TEST(errno == EMFILE);
        BOOST_TEST(is_closed(*theirs));
    }
    // Nothing waits: this must not wait for it.
    BOOST_TEST(connections.accept(listening.descriptor(), nullptr, nullptr, 0) == -1);
    BOOST_TEST(errno == ENFILE);
}

BOOST_AUTO_TEST_CASE(what_else_goes_wrong_is_told_as_it_is) {
    NewConnections connections(ignore);
    BOOST_TEST(connections.accept(-1, nullptr, nullptr, 0) == -1);
    BOOST_TEST(errno == EBADF);
}

BOOST_AUTO_TEST_CASE(a_session_without_a_thread_is_handed_to_the_workers) {
    pthread_attr_t too_much{};  // a stack that no system has room for
    BOOST_TEST_REQUIRE(::pthread_attr_init(&too_much) == 0);
    BOOST_TEST_REQUIRE(::pthread_attr_setstacksize(&too_much, std::size_t{1} << 46U) == 0);
    pthread_t thread{};
    int detached = 0;
    worker_runs = 0;
    // libmilter's own threads come before its first session.
    BOOST_TEST(msa_session_pthread_create(&thread, &too_much, worker, &detached) != 0);
    BOOST_TEST(worker_runs == 0);
    const Listening listening("handed over");
    const auto theirs = listening.connection();
    const FileDescriptor ours(msa_session_accept(listening.descriptor(), nullptr, nullptr));
    BOOST_TEST(ours.is_open());
    BOOST_TEST(msa_session_pthread_create(&thread, &too_much, worker, &detached) == 0);
    BOOST_TEST(worker_runs == 1);
    BOOST_TEST(detached == EAGAIN);
    // Without a session there is nothing to hand over: the error is the caller's.
    BOOST_TEST(msa_session_pthread_create(&thread, &too_much, worker, nullptr) != 0);
    BOOST_TEST(worker_runs == 1);
    ::pthread_attr_destroy(&too_much);
    detached = -1;
    BOOST_TEST(msa_session_pthread_create(&thread, nullptr, worker, &detached) == 0);
    while (worker_runs == 1) {
        std::this_thread::yield();
    }
}

BOOST_AUTO_TEST_SUITE_END()
