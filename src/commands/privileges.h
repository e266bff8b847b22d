// From root to a user, for good.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>

#include <sys/types.h>

namespace msa {

[[nodiscard]] bool is_root();

/// Absent: there is no such user.
[[nodiscard]] std::optional<uid_t> user_id(const std::string& user);

struct UserIds {
    std::string name;
    uid_t id = 0;
    gid_t group = 0;
};

/// Whom root would become. Errors, bad_config: there is no such user, or it is root.
[[nodiscard]] Result<UserIds> user_to_become(const std::string& user);

/// Takes on user, group and supplementary groups of `user`, and makes sure that there is no way
/// back. Errors: bad_config where the user is not there or is root, no_permission where it cannot
/// be done.
[[nodiscard]] Result<void> become(const std::string& user);

/// For commands: root looks at keys and tables as `user`, or else as the daemon's default user
/// where there is one. What root can read, the daemon perhaps cannot. Others stay who they are.
[[nodiscard]] Result<void> look_as_daemon(const std::optional<std::string>& user);

}  // namespace msa
