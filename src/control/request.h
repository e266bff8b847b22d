// A line that was asked, and the line that answers it:
//   {"method":"status"}  {"method":"record","parameters":{...}}
//   {"result":{...}}     {"error":"..."}
#pragma once

#include "control/method.h"

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa {

/// Both without their ends. Whatever the line holds, and whatever the method throws, there is an
/// answer. `caller`, whom the kernel names, stands in the parameters as `caller`, whatever the line
/// says there.
[[nodiscard]] std::string answer_to(std::string_view line, const Methods& methods,
                                    std::optional<uid_t> caller = std::nullopt);

/// `{"error":"..."}`.
[[nodiscard]] std::string error_line(std::string_view error);

}  // namespace msa
