// A bar on standard error, for work that takes its time.
#pragma once

#include <cstdint>
#include <functional>

namespace msa {

/// Shown after a second, on a terminal only, and gone with the last copy of the function.
[[nodiscard]] std::function<void(std::uint64_t done, std::uint64_t all)> progress_bar();

}  // namespace msa
