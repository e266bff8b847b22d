// What libmilter gets to read, and what it does not.
#include "milter/libmilter/session_input.h"

#include <array>
#include <cerrno>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <unistd.h>

using namespace msa;

namespace {

/// A session's socket and the MTA's end of it.
class Session {
public:
    Session() {
        std::array<int, 2> ends{};
        BOOST_TEST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        ours = ends[0];
        msa_session_begin(ours);
        theirs_ = ends[1];
    }
    ~Session() {
        (void)msa_session_close(ours);  // a test may have closed it
        hang_up();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void send(const std::string& octets) const {
        BOOST_TEST_REQUIRE(::write(theirs_, octets.data(), octets.size()) ==
                           static_cast<ssize_t>(octets.size()));
    }
    void hang_up() {
        if (theirs_ >= 0) {
            BOOST_TEST(::close(theirs_) == 0);
            theirs_ = -1;
        }
    }
    /// 1: something is there to read; 0: nothing.
    [[nodiscard]] int ready() const {
        pollfd waiting = {.fd = ours, .events = POLLIN, .revents = 0};
        const int count = msa_session_poll(&waiting, 1, 0);
        BOOST_TEST(((waiting.revents & POLLIN) != 0) == (count == 1));
        return count;
    }
    /// At most `size` octets, as one call gives them.
    [[nodiscard]] std::string read(std::size_t size) const {
        std::string octets(size, '\0');
        const ssize_t count = msa_session_read(ours, octets.data(), size);
        BOOST_TEST_REQUIRE(count >= 0);
        octets.resize(static_cast<std::size_t>(count));
        return octets;
    }

    int ours = -1;

private:
    int theirs_ = -1;
};

/// What the system still has of a session's input.
bool is_drained(const Session& session) {
    pollfd waiting = {.fd = session.ours, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, 0) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(session_input_test)

BOOST_AUTO_TEST_CASE(what_is_no_session_is_read_as_it_is_asked_for) {
    std::array<int, 2> pipe{};
    BOOST_TEST_REQUIRE(::pipe(pipe.data()) == 0);
    BOOST_TEST_REQUIRE(::write(pipe[1], "abc", 3) == 3);
    char octet = 0;
    BOOST_TEST(msa_session_read(pipe[0], &octet, 1) == 1);
    std::array<char, 4> rest{};
    BOOST_TEST(::read(pipe[0], rest.data(), rest.size()) == 2);
    BOOST_TEST(msa_session_close(pipe[0]) == 0);
    BOOST_TEST(msa_session_close(pipe[1]) == 0);
}

BOOST_AUTO_TEST_CASE(octets_come_in_their_order_whatever_is_asked_for) {
    const Session session;
    session.send("abcdefghij");
    BOOST_TEST(session.read(1) == "a");
    BOOST_TEST(session.read(5) == "bcdef");
    BOOST_TEST(session.read(100) == "ghij");
}

BOOST_AUTO_TEST_CASE(everything_that_is_there_is_read_at_once) {
    const Session session;
    session.send("abc");
    session.send("def");
    BOOST_TEST(session.read(1) == "a");
    BOOST_TEST(is_drained(session));
    BOOST_TEST(session.ready() == 1);
    BOOST_TEST(session.read(5) == "bcdef");
    BOOST_TEST(session.ready() == 0);
}

BOOST_AUTO_TEST_CASE(input_that_comes_later_is_seen_by_the_system) {
    const Session session;
    session.send("a");
    BOOST_TEST(session.read(5) == "a");
    BOOST_TEST(session.ready() == 0);
    session.send("b");
    BOOST_TEST(session.ready() == 1);
    BOOST_TEST(session.read(5) == "b");
}

BOOST_AUTO_TEST_CASE(a_large_packet_is_read_whole) {
    const Session session;
    std::string packet(60000, 'x');
    for (std::size_t i = 0; i < packet.size(); ++i) {
        packet[i] = static_cast<char>('a' + i % 23);
    }
    std::thread mta([&] { session.send(packet + "next"); });
    std::string octets = session.read(5);
    while (octets.size() < packet.size()) {
        octets += session.read(packet.size() - octets.size());
    }
    mta.join();
    BOOST_TEST((octets == packet));
    BOOST_TEST(session.read(5) == "next");
}

BOOST_AUTO_TEST_CASE(what_came_before_the_end_is_read_before_the_end) {
    Session session;
    session.send("abc");
    session.hang_up();
    BOOST_TEST(session.read(2) == "ab");
    BOOST_TEST(session.read(2) == "c");
    BOOST_TEST(session.read(2).empty());
}

BOOST_AUTO_TEST_CASE(a_closed_session_leaves_nothing_to_the_next_one) {
    Session first;
    first.send("old octets");
    BOOST_TEST(first.read(3) == "old");
    const int number = first.ours;
    BOOST_TEST(msa_session_close(number) == 0);
    const Session second;
    BOOST_TEST_REQUIRE(second.ours == number);
    BOOST_TEST(second.ready() == 0);
    second.send("new");
    BOOST_TEST(second.read(5) == "new");
    first.ours = -1;  // it is the second's now
}

BOOST_AUTO_TEST_CASE(octets_that_wait_are_never_given_up_for_another_session) {
    const Session first;
    const Session second;
    first.send("abc");
    second.send("xyz");
    BOOST_TEST(first.read(1) == "a");
    BOOST_TEST(second.ready() == 1);
    std::array<char, 8> octets{};
    BOOST_TEST(msa_session_read(second.ours, octets.data(), octets.size()) == -1);
    BOOST_TEST(errno == EIO);
    BOOST_TEST(first.read(5) == "bc");
    BOOST_TEST(second.read(5) == "xyz");
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own_input) {
    const Session here;
    const Session there;
    here.send("abc");
    there.send("xyz");
    BOOST_TEST(here.read(1) == "a");
    std::string others;
    std::thread([&] { others = there.read(5); }).join();
    BOOST_TEST(others == "xyz");
    BOOST_TEST(here.read(5) == "bc");
}

BOOST_AUTO_TEST_CASE(an_mta_has_gone_when_it_has_closed_its_end) {
    Session session;
    session.send("abcdef");
    BOOST_TEST(session.read(1) == "a");
    BOOST_TEST(!is_mta_gone());
    session.hang_up();
    BOOST_TEST(is_mta_gone());
    BOOST_TEST(session.read(1) == "b");  // what is left to read changes nothing
    BOOST_TEST(is_mta_gone());
    BOOST_TEST(session.read(10) == "cdef");
    std::thread([] { BOOST_TEST(!is_mta_gone()); }).join();  // that of another session
    BOOST_TEST(msa_session_close(session.ours) == 0);
    session.ours = -1;
    BOOST_TEST(!is_mta_gone());
}

BOOST_AUTO_TEST_CASE(the_session_that_was_read_last_counts) {
    Session gone;
    const Session there;
    gone.send("a");
    there.send(std::string(10000, 'x'));
    BOOST_TEST(gone.read(1) == "a");
    gone.hang_up();
    BOOST_TEST(is_mta_gone());
    BOOST_TEST(there.read(10000).size() == 10000U);  // past the buffer
    BOOST_TEST(!is_mta_gone());
}

BOOST_AUTO_TEST_CASE(errors_are_those_of_the_system) {
    std::array<char, 8> octets{};
    BOOST_TEST(msa_session_read(-1, octets.data(), octets.size()) == -1);
    BOOST_TEST(errno == EBADF);
    BOOST_TEST(msa_session_close(-1) == -1);
    pollfd waiting = {.fd = -1, .events = POLLIN, .revents = 0};
    BOOST_TEST(msa_session_poll(&waiting, 1, 0) == 0);
}

BOOST_AUTO_TEST_CASE(waiting_for_room_to_write_is_left_to_the_system) {
    const Session session;
    session.send("abc");
    BOOST_TEST(session.read(1) == "a");
    pollfd waiting = {.fd = session.ours, .events = POLLOUT, .revents = 0};
    BOOST_TEST(msa_session_poll(&waiting, 1, 0) == 1);
    BOOST_TEST(waiting.revents == POLLOUT);
    BOOST_TEST(session.read(5) == "bc");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_kept_for_the_callback) {
    in_addr four{};
    in6_addr six{};
    BOOST_TEST(msa_session_inet_aton("unknown", &four) == 1);
    BOOST_TEST(four.s_addr == 0U);
    BOOST_TEST(take_unreadable_address().value_or("none") == "unknown");
    BOOST_TEST(!take_unreadable_address());
    BOOST_TEST(msa_session_inet_pton(AF_INET6, "unknown", &six) == 1);
    BOOST_TEST(take_unreadable_address().value_or("none") == "unknown");
    // Another client's address does not stay.
    BOOST_TEST(msa_session_inet_aton("", &four) == 1);
    BOOST_TEST(msa_session_inet_aton("192.0.2.1", &four) == 1);
    BOOST_TEST(ntohl(four.s_addr) == 0xc0000201U);
    BOOST_TEST(!take_unreadable_address());
    BOOST_TEST(msa_session_inet_pton(AF_INET6, "2001:db8::1", &six) == 1);
    BOOST_TEST(six.s6_addr[0] == 0x20);
    BOOST_TEST(!take_unreadable_address());
}

BOOST_AUTO_TEST_SUITE_END()
