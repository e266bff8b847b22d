// The keys that sign the messages of cases.
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// What DNS would answer for the key of such a file, `rsa` or `ed25519`.
[[nodiscard]] std::string real_key_record(std::string_view file);

}  // namespace msa
