// Loopback alone, in a network namespace of the calling thread and of what it starts: there every
// port is free, also those that have one use, as 53 has.
#pragma once

#include "base/file.h"

namespace msa::wire {

class PrivateNetwork {
public:
    /// Whether this process may have one: root may, unless a container forbids it.
    [[nodiscard]] static bool is_possible();

    /// From now on the thread is there; throws std::runtime_error where that is not possible.
    PrivateNetwork();
    PrivateNetwork(const PrivateNetwork&) = delete;
    PrivateNetwork& operator=(const PrivateNetwork&) = delete;
    /// Back, in the same thread.
    ~PrivateNetwork();

private:
    FileDescriptor before_;
};

}  // namespace msa::wire
