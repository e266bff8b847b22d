// What somebody is told whose login is suspended, whoever notices it.
#pragma once

#include "submission/reply.h"

namespace msa {

/// RFC 5248, 2.4: the account is disabled; trying again does not help.
[[nodiscard]] inline Reply suspended_reply() {
    return {525, "5.7.13", "This account is suspended"};
}

}  // namespace msa
