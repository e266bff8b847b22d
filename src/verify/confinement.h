// What this process may still do once it reads what strangers wrote: read, compute, and write its
// answer.
#pragma once

#include "base/result.h"

namespace msa {

/// Gives up root, then all limits and system calls but those that reading, computing and writing
/// need; a call beyond them ends the process by SIGSYS, opening a file fails with EACCES. At most
/// 10 s of CPU, 512 MB of memory, 1 MB written. There is no way back.
///
/// A build with a sanitizer keeps its system calls and its memory: the sanitizer needs them.
///
/// Errors: unavailable; what could not be given up.
[[nodiscard]] Result<void> confine();

}  // namespace msa
