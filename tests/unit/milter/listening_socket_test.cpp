// The listening socket: its lock, its mode, what it removes and what it leaves.
#include "milter/listening_socket.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "fakes/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using msa::ErrorKind;
using msa::FileDescriptor;
using msa::ListeningSocket;
using msa::MilterSettings;

namespace {

struct Place {
    Place() { settings.socket = "unix:" + path.string(); }

    msa::TemporaryFolder folder;
    fs::path directory = folder.path();
    fs::path path = directory / "m.sock";
    MilterSettings settings;
};

bool accepts(const std::string& path) {
    const auto address = msa::unix_address(path).value();
    const FileDescriptor visitor(::socket(AF_UNIX, SOCK_STREAM, 0));
    return ::connect(visitor.get(), address.get(), address.length) == 0;
}

// What a daemon leaves that was killed: a name, and nobody behind it.
void leave_stale(const std::string& path) {
    const auto address = msa::unix_address(path).value();
    const FileDescriptor dead(::socket(AF_UNIX, SOCK_STREAM, 0));
    BOOST_REQUIRE(::bind(dead.get(), address.get(), address.length) == 0);
}

struct stat status_of(const fs::path& path) {
    struct stat status {};
    BOOST_REQUIRE(::lstat(path.c_str(), &status) == 0);
    return status;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(listening_socket, Place)

BOOST_AUTO_TEST_CASE(it_listens_and_is_gone_afterwards) {
    {
        const auto socket = ListeningSocket::open(settings);
        BOOST_REQUIRE(socket);
        BOOST_TEST(accepts(path));
    }
    BOOST_TEST(!fs::exists(path));
}

BOOST_AUTO_TEST_CASE(the_mode_is_exactly_what_was_asked_for) {
    for (const unsigned mode : {0600U, 0660U, 0666U}) {
        settings.socket_mode = mode;
        const auto socket = ListeningSocket::open(settings);
        BOOST_REQUIRE(socket);
        BOOST_TEST((status_of(path).st_mode & 07777U) == mode);
    }
}

BOOST_AUTO_TEST_CASE(the_umask_is_what_it_was) {
    const mode_t before = ::umask(0027);
    BOOST_REQUIRE(ListeningSocket::open(settings));
    BOOST_TEST(::umask(before) == 0027U);
}

BOOST_AUTO_TEST_CASE(the_group_is_set) {
    if (::geteuid() != 0) {
        BOOST_TEST_MESSAGE("only root can give the socket to any group");
        return;
    }
    settings.socket_group = "nogroup";
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(socket);
    BOOST_TEST(status_of(path).st_gid == 65534U);
}

BOOST_AUTO_TEST_CASE(an_unknown_group_is_a_bad_setting_and_nothing_is_made) {
    settings.socket_group = "no-such-group";
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(!socket);
    BOOST_CHECK(socket.error().kind == ErrorKind::bad_config);
    BOOST_TEST(socket.error().what.find("no-such-group") != std::string::npos);
    BOOST_TEST(fs::is_empty(directory));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced) {
    leave_stale(path);
    BOOST_TEST(!accepts(path));
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(socket);
    BOOST_TEST(accepts(path));
}

BOOST_AUTO_TEST_CASE(a_second_one_on_the_same_path_is_refused_and_the_first_goes_on) {
    const auto first = ListeningSocket::open(settings);
    BOOST_REQUIRE(first);
    const auto second = ListeningSocket::open(settings);
    BOOST_REQUIRE(!second);
    BOOST_CHECK(second.error().kind == ErrorKind::cannot_create);
    BOOST_TEST(second.error().what == path.string() + ": in use by another process");
    BOOST_TEST(accepts(path));
}

BOOST_AUTO_TEST_CASE(a_socket_of_somebody_who_takes_no_lock_is_left_alone) {
    const auto address = msa::unix_address(path.string()).value();
    const FileDescriptor other(::socket(AF_UNIX, SOCK_STREAM, 0));
    BOOST_REQUIRE(::bind(other.get(), address.get(), address.length) == 0);
    BOOST_REQUIRE(::listen(other.get(), 1) == 0);
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(!socket);
    BOOST_CHECK(socket.error().kind == ErrorKind::cannot_create);
    BOOST_TEST(accepts(path));
}

BOOST_AUTO_TEST_CASE(what_is_no_socket_is_not_removed) {
    std::ofstream(path) << "precious";
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(!socket);
    BOOST_CHECK(socket.error().kind == ErrorKind::cannot_create);
    BOOST_TEST(fs::file_size(path) == 8U);
}

BOOST_AUTO_TEST_CASE(a_link_is_not_followed) {
    leave_stale((directory / "elsewhere").string());
    fs::create_symlink(directory / "elsewhere", path);
    BOOST_REQUIRE(!ListeningSocket::open(settings));
    BOOST_TEST(fs::exists(directory / "elsewhere"));
}

BOOST_AUTO_TEST_CASE(a_lock_file_that_is_a_link_is_not_followed) {
    fs::create_symlink(directory / "elsewhere", path.string() + ".lock");
    BOOST_REQUIRE(!ListeningSocket::open(settings));
    BOOST_TEST(!fs::exists(directory / "elsewhere"));
}

BOOST_AUTO_TEST_CASE(the_lock_ends_with_its_process) {
    const pid_t child = ::fork();
    if (child == 0) {
        // Held until the end, which comes without a destructor.
        const auto socket = ListeningSocket::open(settings);
        ::_exit(socket ? 0 : 1);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(status == 0);
    BOOST_TEST(fs::exists(path));
    BOOST_TEST(ListeningSocket::open(settings).has_value());
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_not_there_cannot_be_listened_in) {
    settings.socket = "unix:" + (directory / "none" / "m.sock").string();
    const auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(!socket);
    BOOST_CHECK(socket.error().kind == ErrorKind::cannot_create);
}

BOOST_AUTO_TEST_CASE(a_name_that_another_has_taken_meanwhile_is_left) {
    {
        const auto socket = ListeningSocket::open(settings);
        BOOST_REQUIRE(socket);
        fs::remove(path);
        leave_stale(path);
    }
    BOOST_TEST(fs::exists(path));
}

BOOST_AUTO_TEST_CASE(a_retired_socket_has_no_name_and_takes_nobody) {
    auto socket = ListeningSocket::open(settings);
    BOOST_REQUIRE(socket);
    const FileDescriptor handed_over(socket->hand_over().value());
    BOOST_TEST(accepts(path));
    BOOST_REQUIRE(socket->retire());
    BOOST_TEST(!fs::exists(path));
    BOOST_TEST(::fcntl(handed_over.get(), F_GETFD) == FD_CLOEXEC);
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    BOOST_REQUIRE(::getsockname(handed_over.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
    BOOST_TEST(name.ss_family == AF_UNIX);
    BOOST_TEST(size < path.string().size());
}

BOOST_AUTO_TEST_CASE(network_sockets_need_no_lock_but_are_not_shared) {
    settings.socket = "inet:0@127.0.0.1";
    BOOST_CHECK(!ListeningSocket::open(settings));
    // A port that was free a moment ago.
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name;
    int port = 0;
    {
        const FileDescriptor probe(::socket(AF_INET, SOCK_STREAM, 0));
        BOOST_REQUIRE(::bind(probe.get(), reinterpret_cast<sockaddr*>(&name), size) == 0);
        BOOST_REQUIRE(::getsockname(probe.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
        port = ntohs(name.sin_port);
    }
    settings.socket = "inet:" + std::to_string(port) + "@127.0.0.1";
    const auto first = ListeningSocket::open(settings);
    BOOST_REQUIRE(first);
    const auto second = ListeningSocket::open(settings);
    BOOST_REQUIRE(!second);
    BOOST_TEST(second.error().what == settings.socket + ": in use by another process");
}

BOOST_AUTO_TEST_SUITE_END()
