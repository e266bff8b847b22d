// The other end of a socket to an MTA.
#pragma once

namespace msa {

/// Whether whoever wrote to this socket has closed it, however much of what was sent is still to be
/// read. False of a descriptor below 0.
[[nodiscard]] bool is_peer_gone(int descriptor);

}  // namespace msa
