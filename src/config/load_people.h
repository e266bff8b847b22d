// Lists that several sections name people and machines by. What is wrong in them is reported.
#pragma once

#include "config/section.h"
#include "ownership/network.h"
#include "submission/facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

[[nodiscard]] std::vector<IdentitySource> load_sources(const Section& section,
                                                       std::string_view key);
/// What is wrong with a text that is taken for a domain, or for a name of the same kind.
[[nodiscard]] std::string no_domain(std::string_view text, const Error& why,
                                    std::string_view kind = "domain");
/// In lower-case A-labels.
[[nodiscard]] Result<std::string> listed_domain(std::string_view text);

}  // namespace msa
