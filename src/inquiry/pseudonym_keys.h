// The keys with which recipients of a trail were hidden, for whoever may read them: with a key it
// can be told whether a pseudonym is that of an address that one knows.
#pragma once

#include "audit/pseudonyms.h"

#include <string>
#include <vector>

namespace msa {

struct FoundKeys {
    std::vector<PseudonymKey> keys{};
    std::vector<std::string> unreadable{};  // why, with the path
};

/// Those of the folders `*.pseudonyms` beside these files.
[[nodiscard]] FoundKeys pseudonym_keys_beside(const std::vector<std::string>& files);

}  // namespace msa
