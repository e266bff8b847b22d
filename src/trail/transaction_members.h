// The members of a transaction's record, read into a TransactionRecord.
#pragma once

#include "trail/transaction_record.h"

#include <simdjson.h>

namespace msa {

/// Views into what was parsed.
void read_transaction(TransactionRecord& record, simdjson::dom::object object);

}  // namespace msa
