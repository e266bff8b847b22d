// Whom a record names as authors, and what rights were asked for them.
#pragma once

#include "audit/bounded_writer.h"
#include "policy/audit_record.h"

namespace msa {

/// The members authors, pra and rights.
void add_people(BoundedWriter& json, const AuditRecord& record);

}  // namespace msa
