// What of a field of blind recipients may stand in a record beside their pseudonyms.
#pragma once

#include "submission/recorded_facts.h"

#include <string>
#include <vector>

namespace msa {

/// The field's value, masked as mail/masked_list.h has it; empty: it was, or it cannot be masked.
/// A domain that tables were asked for stands in the record anyway, and stays.
[[nodiscard]] std::string blind_form(const HeaderFact& field, const std::vector<TableFact>& asked);

}  // namespace msa
