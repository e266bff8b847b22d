// Records of deleted files: what the command asks the daemon to write, or writes itself.
#pragma once

#include "audit/audit_trail.h"
#include "trail/control_record.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {

/// Parameters of the method `expiry`, each for one record: {before, files: [{file, origin, first,
/// end, subtrees}]}.
[[nodiscard]] std::vector<nlohmann::ordered_json> expiry_parameters(
    const std::string& before, const std::vector<ExpiredLeaves>& leaves);

/// Writes the record and a checkpoint that covers it: only then the files may be deleted. Errors:
/// bad_input where these are no such parameters.
[[nodiscard]] Result<void> write_expiry(AuditTrail& trail,
                                        const nlohmann::ordered_json& parameters);

}  // namespace msa
