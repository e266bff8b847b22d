// The record of who looked for whom in the trail.
#pragma once

#include "audit/audit_trail.h"

#include <nlohmann/json.hpp>

namespace msa {

/// Of the method `reveal`: {caller, address, found, files, reason?, sudo_user?}. Errors: bad_input
/// where these are no such parameters.
[[nodiscard]] Result<void> write_reveal(AuditTrail& trail,
                                        const nlohmann::ordered_json& parameters);

}  // namespace msa
