// One value of a TOML file as it could be written there.
#pragma once

#include <string>

#include <toml++/toml.h>

namespace msa {

/// In one line; keys of tables sorted.
[[nodiscard]] std::string written_value(const toml::node& node);

}  // namespace msa
