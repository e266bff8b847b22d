// Exit statuses (sysexits.h): what scripts and systemd are told.
#pragma once

#include "base/result.h"

namespace msa {

enum ExitStatus : int {
    exit_ok = 0,
    exit_findings = 1,  // the answer is "no"
    exit_limit = 2,     // there is more of something than was allowed for
    exit_usage = 64,
    exit_bad_input = 65,
    exit_unavailable = 69,
    exit_software = 70,
    exit_cannot_create = 73,
    exit_no_permission = 77,
    exit_bad_config = 78,
};

[[nodiscard]] constexpr ExitStatus exit_status(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::bad_input: return exit_bad_input;
        case ErrorKind::unavailable: return exit_unavailable;
        case ErrorKind::cannot_create: return exit_cannot_create;
        case ErrorKind::no_permission: return exit_no_permission;
        case ErrorKind::bad_config: return exit_bad_config;
    }
    return exit_software;
}

}  // namespace msa
