// The other end of a socket, see peer.h.
#include "milter/peer.h"

#include <poll.h>

namespace msa {

bool is_peer_gone(int descriptor) {
    // poll() skips descriptors below 0. A connection over TCP of which one side is closed has no
    // POLLHUP yet; no MTA closes one side only.
    pollfd socket{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
    return ::poll(&socket, 1, 0) == 1 && (socket.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace msa
