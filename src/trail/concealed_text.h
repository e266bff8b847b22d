// What stands in a record in the place of somebody: see PEOPLE in msa-milter-audit(5).
#pragma once

#include <string_view>

namespace msa {

/// Whether a pseudonym (`~` and 24 hexadecimal digits) stands in it, or words that say that nothing
/// was kept. A client can write the same.
[[nodiscard]] bool is_concealed(std::string_view value);

}  // namespace msa
