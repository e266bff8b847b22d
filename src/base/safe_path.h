// Who could exchange a file: owner and mode of everything that leads to it.
#pragma once

#include "base/result.h"

#include <string>

#include <sys/stat.h>

namespace msa {

/// Follows `file` step by step, symbolic links included, and checks that whoever could read or
/// replace it is root or the effective user:
/// - the file belongs to one of them; its mode has nothing for group and others, or group read
/// alone
///   where its group is the effective group;
/// - every directory looked into on the way belongs to one of them and is not writable by group or
///   others, unless it is sticky (as /tmp);
/// - every symbolic link on the way belongs to one of them.
///
/// The file at the end must be `opened`, so that what was checked is what is read. Errors:
/// no_permission; they name what is wrong, which may be a folder.
[[nodiscard]] Result<void> check_safe_path(const std::string& file, const struct stat& opened);

/// The same of a file in the folder of systemd's credentials, which is there for one service: it
/// belongs to root or the effective user, in a folder of theirs that nobody else writes to. What
/// stands for its group is the mask of an access list that lets our user read it, and nobody else.
[[nodiscard]] Result<void> check_credential(const std::string& file, const struct stat& opened);

}  // namespace msa
