// What the system lets the process behind a unix socket have.
#pragma once

#include "base/result.h"

#include <string>

#include <sys/types.h>

namespace msa {

struct ProcessLimits {
    pid_t process = 0;
    std::string descriptors;  // a number, or "unlimited"
    std::string threads;      // of all processes of its user
};

/// Connects to the socket, and closes the connection. Errors: nobody listens there, who does cannot
/// be told.
[[nodiscard]] Result<ProcessLimits> limits_behind(const std::string& path);

}  // namespace msa
