// Descriptors 0 to 2.
#include "system/standard_descriptors.h"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

bool is_null(int descriptor) {
    struct stat status {};
    struct stat null {};
    return ::fstat(descriptor, &status) == 0 && ::stat("/dev/null", &null) == 0 &&
           S_ISCHR(status.st_mode) && status.st_rdev == null.st_rdev;
}

/// In a child: 0 where exactly the closed ones of 0 to 2 were opened on /dev/null.
int run_with_closed(unsigned closed) {
    int pipe_ends[2];
    if (::pipe(pipe_ends) != 0) {
        return 1;
    }
    for (int number = 0; number < 3; ++number) {
        const bool is_closed = (closed >> static_cast<unsigned>(number) & 1U) != 0;
        if (::dup2(pipe_ends[1], number) != number || (is_closed && ::close(number) != 0)) {
            return 2;
        }
    }
    if (!msa::open_standard_descriptors()) {
        return 3;
    }
    for (int number = 0; number < 3; ++number) {
        if (is_null(number) != ((closed >> static_cast<unsigned>(number) & 1U) != 0)) {
            return 4;
        }
    }
    return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(standard_descriptors)

BOOST_AUTO_TEST_CASE(closed_ones_are_opened_and_open_ones_stay) {
    for (unsigned closed = 0; closed < 8; ++closed) {
        const pid_t child = ::fork();
        BOOST_REQUIRE(child >= 0);
        if (child == 0) {
            ::_exit(run_with_closed(closed));
        }
        int status = -1;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0, "closed: " << closed << ", status: " << status);
    }
}

BOOST_AUTO_TEST_SUITE_END()
