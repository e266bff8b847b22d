// Keys that are read once, however many domains they sign for.
#pragma once

#include "crypto/key_file.h"

namespace msa {

/// The same key for somebody else.
[[nodiscard]] PrivateKey shared(const PrivateKey& key);

/// Reads each file once, as load_private_key() does, and then knows it: what was proved is what
/// signs, even where the file is replaced meanwhile. For one load; its copies share what they know,
/// and are not for two threads at once.
[[nodiscard]] KeyReader read_once();

}  // namespace msa
