// A line that was asked, and the line that answers it:
//   {"method":"status"}  {"method":"record","parameters":{...}}
//   {"result":{...}}     {"error":"..."}
#pragma once

#include "control/method.h"

#include <string>
#include <string_view>

namespace msa {

/// Both without their ends. Whatever the line holds, and whatever the method throws, there is an
/// answer.
[[nodiscard]] std::string answer_to(std::string_view line, const Methods& methods);

/// `{"error":"..."}`.
[[nodiscard]] std::string error_line(std::string_view error);

}  // namespace msa
