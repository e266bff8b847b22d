// The texts of rule files, kept beside the trail by their hashes: what a record of the kind rules
// names can be read for as long as they are.
#pragma once

#include "audit/trail_paths.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// Keeps the octets, whatever they are, unless they are kept already; durable when it returns. The
/// name of the file, from the trail's folder on: `audit.rules/SHA256.toml`.
[[nodiscard]] Result<std::string> archive_rules(const TrailPaths& paths, std::string_view octets);

}  // namespace msa
