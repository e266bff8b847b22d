// Reads a line of facts.
#pragma once

#include "trail/facts_record.h"

#include <simdjson.h>

namespace msa {

/// Into an empty one. Keys that it does not know are skipped.
void read_facts(FactsRecord& facts, simdjson::dom::object object);

}  // namespace msa
