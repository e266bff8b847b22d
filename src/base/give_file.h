// Whose a file is.
#pragma once

#include "base/replace_file.h"

namespace msa {

/// Whether the open file belongs to `owner` now. Nothing is changed where nothing has to be: our
/// systemd units forbid chown(2) altogether.
[[nodiscard]] bool give_file(int descriptor, FileOwner owner);

}  // namespace msa
