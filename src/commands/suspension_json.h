// A suspension as status and the control socket tell it.
#pragma once

#include "submission/suspensions.h"

#include <nlohmann/json.hpp>

namespace msa {

/// {login, why, by, since, until}; until: null where somebody has to release it.
[[nodiscard]] nlohmann::ordered_json suspension_json(const Suspension& suspension);

}  // namespace msa
