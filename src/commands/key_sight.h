// What a verifier finds when it asks DNS for a DKIM key.
#pragma once

#include "dkim/key_in_dns.h"
#include "submission/ports.h"

#include <string>

namespace msa {

/// What stands at `name` for `key`. Error: DNS cannot tell.
[[nodiscard]] Result<KeyInDns> published_key(const std::string& name, const PrivateKey& key,
                                             const Resolver& resolver, Deadline deadline);

}  // namespace msa
