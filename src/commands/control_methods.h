// What the control socket answers. To add a method: its file, a line here, and one in
// control_methods.cpp.
#pragma once

#include "commands/running.h"
#include "control/method.h"

namespace msa {

/// All methods. `running` must outlive them.
[[nodiscard]] Methods control_methods(Running& running);

[[nodiscard]] Method status_method(const Running& running);
[[nodiscard]] Method reload_method(Running& running);
[[nodiscard]] Method table_check_method(const Running& running);
[[nodiscard]] Method table_query_method(const Running& running);
[[nodiscard]] Method explain_method(const Running& running);
[[nodiscard]] Method reveal_method(Running& running);
[[nodiscard]] Method expiry_method(Running& running);
[[nodiscard]] Method key_rotation_method(Running& running);
[[nodiscard]] Method suspension_method(Running& running);
[[nodiscard]] Method limit_method(Running& running);
[[nodiscard]] Method held_method(Running& running);

}  // namespace msa
