// The script (Lua) by which hosts share what they know of something: in one hash, a field for each
// thing.
#pragma once

#include "limits/redis_script.h"

namespace msa {

/// With the key of the hash, and these words:
///   look                   its stamp (empty: there is none) and the server's seconds since 1970
///   scan CURSOR COUNT      its stamp, the next cursor ("0": that is all), fields and their values
///   put STAMP MOST FIELD VALUE ...  sets what is new, or over by now; the stamp before, and after
/// A value begins with `s` (it is so) or `r` (it is over), the second at which it is useless (0:
/// never) and a space. An empty one removes a field that is useless. Nothing new is set where there
/// are MOST fields (0: any number). Every change has a stamp that nobody else makes: who knows the
/// stamp knows the hash.
[[nodiscard]] const RedisScript& hash_script();

}  // namespace msa
