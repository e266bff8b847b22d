#include "control/peer_rights.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/socket.h>
#include <unistd.h>

namespace msa {

namespace {

// /proc/sys/kernel/overflowgid: what every group looks like that a user namespace does not map, as
// with PrivateUsers of systemd.
constexpr gid_t hidden_group = 65534;

Error failed() {
    return Error{"who asks is not known: " + std::generic_category().message(errno)};
}

}  // namespace

Result<Peer> peer_of(int socket) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return failed();
    }
    Peer peer{.user = credentials.uid, .groups = {}};
    // SO_PEERCRED knows the first group only.
    constexpr std::size_t most_groups = 65536;
    peer.groups.resize(64);
    for (;;) {
        auto octets = static_cast<socklen_t>(peer.groups.size() * sizeof(gid_t));
        if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, peer.groups.data(), &octets) == 0) {
            peer.groups.resize(octets / sizeof(gid_t));
            break;
        }
        if (errno != ERANGE || peer.groups.size() >= most_groups) {
            return failed();
        }
        peer.groups.resize(octets / sizeof(gid_t));
    }
    peer.groups.push_back(credentials.gid);
    return peer;
}

bool may_control(const Peer& peer, std::optional<gid_t> group) {
    if (peer.user == 0 || peer.user == ::geteuid()) {
        return true;
    }
    return group && *group != hidden_group &&
           std::find(peer.groups.begin(), peer.groups.end(), *group) != peer.groups.end();
}

}  // namespace msa
