// The terminal behind standard output.
#pragma once

#include <cstddef>

namespace msa {

/// In columns; 80 where it is none, or does not say.
[[nodiscard]] std::size_t terminal_width();

}  // namespace msa
