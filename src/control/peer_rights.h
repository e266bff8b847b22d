// Who is at the other end of the control socket, as the kernel says, and whether that may ask.
#pragma once

#include "base/result.h"

#include <optional>
#include <vector>

#include <sys/types.h>

namespace msa {

struct Peer {
    uid_t user = 0;
    std::vector<gid_t> groups;  // all of them
};

/// Of a connected unix socket, as it was when it connected.
[[nodiscard]] Result<Peer> peer_of(int socket);

/// Whether this is root, the user of this process, or somebody in `group`. Users and groups that a
/// user namespace hides are nobody's.
[[nodiscard]] bool may_control(const Peer& peer, std::optional<gid_t> group);

}  // namespace msa
