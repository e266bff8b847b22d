// What a verifier finds in DNS of a DKIM key.
#pragma once

#include "crypto/private_key.h"
#include "policy/ports.h"

#include <string>

namespace msa {

struct KeyInDns {
    std::string record{};   // as DNS has it; empty: none that is one alone
    std::string trouble{};  // why it does not verify what the key signs; empty: it does
};

/// What stands at `name` for `key`. Error: DNS cannot tell.
[[nodiscard]] Result<KeyInDns> published_key(const std::string& name, const PrivateKey& key,
                                             const Resolver& resolver, Deadline deadline);

}  // namespace msa
