// What a confined process can no longer do. Each case confines a child of its own.
#include "verify/confinement.h"

#include "base/file.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
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

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
            out = FileDescriptor(ends[0]);
            in = FileDescriptor(ends[1]);
        }
    }
    FileDescriptor out;
    FileDescriptor in;
};

/// /proc/PID/status of a child while it is confined.
std::string status_of_confined() {
    const Pipe told;
    const Pipe held;
    char octet = 'x';
    const pid_t child = ::fork();
    if (child == 0) {
        const bool is_good = confine() && ::write(told.in.get(), &octet, 1) == 1 &&
                             ::read(held.out.get(), &octet, 1) == 1;
        ::_exit(is_good ? 0 : 1);
    }
    const auto heard = ::read(told.out.get(), &octet, 1);
    std::ifstream file("/proc/" + std::to_string(child) + "/status");
    std::string status(std::istreambuf_iterator<char>(file), {});
    const auto released = ::write(held.in.get(), &octet, 1);
    int ended = 0;
    const bool is_over = ::waitpid(child, &ended, 0) == child && exits_with(ended, 0);
    return heard == 1 && released == 1 && is_over ? status : "the child failed";
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
    const auto status = status_of_confined();
    BOOST_TEST(status.find("\nUid:\t") != std::string::npos, status);
    BOOST_TEST(status.find("\nUid:\t0\t") == std::string::npos, status);
    BOOST_TEST(status.find("\nNoNewPrivs:\t1") != std::string::npos, status);
}

BOOST_AUTO_TEST_SUITE_END()
