// What this process may still do once it reads what strangers wrote: read, compute, and write its
// answer.
#pragma once

#include "base/result.h"

namespace msa {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_built_with_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool is_built_with_sanitizer =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool is_built_with_sanitizer = false;
#endif

/// Gives up root, then all limits and system calls but those that reading, computing and writing
/// need; a call beyond them ends the process by SIGSYS, opening a file fails with EACCES. At most
/// 10 s of CPU, 512 MB of memory, 1 MB written. There is no way back.
///
/// A build with a sanitizer keeps its system calls and its memory: the sanitizer needs them.
///
/// Errors: unavailable; what could not be given up.
[[nodiscard]] Result<void> confine();

}  // namespace msa
