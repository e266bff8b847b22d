// What a confined process can no longer do. Each case confines a child of its own.
#include "verify/confinement.h"

#include "base/file.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace msa;

constexpr int not_confined = 99;

/// As waitpid(2) tells it of a child that confines itself, then does that.
int ended(const std::function<int()>& act) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(confine() ? act() : not_confined);
    }
    int status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

bool exits_with(int status, int code) {
    return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(confinement_test)

BOOST_AUTO_TEST_CASE(it_may_compute_and_end) {
    const int status = ended([] {
        const std::string memory(1UL << 20U, 'x');
        return memory.size() == 1UL << 20U ? 0 : 1;
    });
    BOOST_TEST(exits_with(status, 0));
}

BOOST_AUTO_TEST_CASE(it_cannot_open_a_file,
                     *boost::unit_test::enable_if<!is_built_with_sanitizer>()) {
    const int status = ended([] {
        const int file = ::open("/etc/passwd", O_RDONLY | O_CLOEXEC);
        return file < 0 && errno == EACCES ? 0 : 1;
    });
    BOOST_TEST(exits_with(status, 0));
}

BOOST_AUTO_TEST_CASE(a_call_for_more_ends_it,
                     *boost::unit_test::enable_if<!is_built_with_sanitizer>()) {
    using Act = int (*)();
    for (const Act act : {Act([] { return ::socket(AF_INET, SOCK_STREAM, 0); }),
                          Act([] { return ::execl("/bin/true", "true", nullptr); }),
                          Act([] { return static_cast<int>(::fork()); }),
                          Act([] { return ::kill(::getppid(), 0); })}) {
        const int status = ended(act);
        BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS), status);
    }
}

BOOST_AUTO_TEST_CASE(nobody_else_sees_it_as_root) {
    std::array<int, 2> told{};
    std::array<int, 2> held{};
    BOOST_REQUIRE(::pipe2(told.data(), O_CLOEXEC) == 0);
    BOOST_REQUIRE(::pipe2(held.data(), O_CLOEXEC) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        char octet = confine() ? 'y' : 'n';
        ::_exit(::write(told[1], &octet, 1) == 1 && ::read(held[0], &octet, 1) == 1 ? 0 : 1);
    }
    char octet = 0;
    BOOST_REQUIRE(::read(told[0], &octet, 1) == 1);
    BOOST_TEST(octet == 'y');
    const auto file = FileDescriptor(
        ::open(("/proc/" + std::to_string(child) + "/status").c_str(), O_RDONLY | O_CLOEXEC));
    std::string status(8192, '\0');
    const auto count = ::read(file.get(), status.data(), status.size());
    BOOST_REQUIRE(count > 0);
    status.resize(static_cast<std::size_t>(count));
    BOOST_TEST(status.find("\nUid:\t0\t") == std::string::npos, status);
    BOOST_TEST(status.find("\nNoNewPrivs:\t1") != std::string::npos, status);
    BOOST_TEST(::write(held[1], &octet, 1) == 1);
    int ended = 0;
    BOOST_REQUIRE(::waitpid(child, &ended, 0) == child);
    BOOST_TEST(exits_with(ended, 0));
    for (const int each : {told[0], told[1], held[0], held[1]}) {
        BOOST_TEST(::close(each) == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
