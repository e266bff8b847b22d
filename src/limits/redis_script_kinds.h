// The part of the script that counts what is no rate.
#pragma once

#include <string>

namespace msa {

/// Distinct members and shares, each read once a call, charged, finished and saved.
[[nodiscard]] std::string rare_kinds_in_lua();

}  // namespace msa
