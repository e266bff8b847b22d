#include "wire/private_network.h"

#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa::wire {
namespace {

bool bring_loopback_up() {
    const FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    request.ifr_flags = IFF_UP;
    return socket.is_open() && ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

}  // namespace

bool PrivateNetwork::is_possible() {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(::unshare(CLONE_NEWNET) == 0 && bring_loopback_up() ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

PrivateNetwork::PrivateNetwork()
    : before_(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)) {
    if (!before_.is_open() || ::unshare(CLONE_NEWNET) != 0 || !bring_loopback_up()) {
        throw std::runtime_error("no network of the test's own");
    }
}

PrivateNetwork::~PrivateNetwork() {
    (void)::setns(before_.get(), CLONE_NEWNET);  // what was open at the start
}

}  // namespace msa::wire
