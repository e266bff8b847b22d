// The references of rule files and settings, printed from the descriptions they are read by.
#pragma once

#include "ownership/table_kind.h"

#include <string>

namespace msa {

/// A rule file that loads as it is and sets every key to its default; examples are commented out.
[[nodiscard]] std::string reference_toml(const TableKinds& kinds);

/// The option part of msa-milter-rules(5), in man(7) macros.
[[nodiscard]] std::string reference_man(const TableKinds& kinds);

/// The settings of the daemon for msa-milter(8), in the same macros. Behind each key a comment says
/// where further text about it belongs.
[[nodiscard]] std::string settings_man();

}  // namespace msa
