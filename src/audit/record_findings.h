// What rules found, in a record.
#pragma once

#include "audit/bounded_writer.h"
#include "policy/audit_record.h"

namespace msa {

/// The member findings.
void add_findings(BoundedWriter& json, const AuditRecord& record);

[[nodiscard]] About about(const JudgedFinding& finding);

}  // namespace msa
