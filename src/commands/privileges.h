// From root to a user, for good.
#pragma once

#include "base/result.h"

#include <string>

namespace msa {

[[nodiscard]] bool is_root();

[[nodiscard]] bool user_exists(const std::string& user);

/// Takes on user, group and supplementary groups of `user`, and makes sure that there is no way
/// back. Errors: bad_config where the user is not there or is root, no_permission where it cannot
/// be done.
[[nodiscard]] Result<void> become(const std::string& user);

}  // namespace msa
