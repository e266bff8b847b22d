// The folders that the daemon's files and its socket stand in: made, or named with the command that
// makes them.
#pragma once

#include "base/result.h"

#include <string>

#include <sys/types.h>

namespace msa {

/// Makes, as root, what is missing of the folders below /run that lead to this file: the last one
/// for the daemon's user, all with mode 0755. /run is empty after each start of the host. Nothing
/// is made elsewhere, nor in a folder that others than root may write to. Errors: cannot_create.
[[nodiscard]] Result<void> make_run_folder(const std::string& path, uid_t user, gid_t group);

/// `folder /var/log/msa-milter is not there; this makes it: install -d OPTIONS
/// /var/log/msa-milter`, where the folder of the file is missing; else the error as it is.
[[nodiscard]] Error naming_folder(Error error, const std::string& path, const std::string& options);

}  // namespace msa
