// The reference of the rule file, printed from the schema it is read by.
#pragma once

#include <string>

namespace msa {

/// A rule file that loads as it is and sets every key to its default; examples are commented out.
[[nodiscard]] std::string reference_toml();

/// The option part of msa-milter-rules(5), in man(7) macros.
[[nodiscard]] std::string reference_man();

}  // namespace msa
