// Descriptors 0 to 2, see standard_descriptors.h.
#include "system/standard_descriptors.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace msa {

bool open_standard_descriptors() {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
        // The lowest free number is taken: this one.
        if (::fcntl(number, F_GETFD) < 0 &&
            (errno != EBADF || ::open("/dev/null", O_RDWR | O_NOCTTY) != number)) {
            return false;
        }
    }
    return true;
}

}  // namespace msa
