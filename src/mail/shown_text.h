// What is in the text beside an address: display names and comments, which readers show instead of
// the address itself.
#pragma once

#include "mail/address.h"

#include <string>
#include <vector>

namespace msa {

/// Display names, comments and group names, with their encoded-words as they are, and local parts
/// that need quotes, which a careless reader may take for display names.
[[nodiscard]] std::vector<std::string> shown_texts(const std::vector<Address>& addresses);

}  // namespace msa
