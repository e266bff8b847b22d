// An audit record with something in every part of it.
#pragma once

#include "fakes/submission.h"
#include "policy/audit_record.h"

namespace msa {

[[nodiscard]] AuditRecord sample_record();

}  // namespace msa
