// What a verifier finds in DNS of a DKIM key.
#pragma once

#include "crypto/private_key.h"
#include "submission/dns.h"

#include <string>

namespace msa {

struct KeyInDns {
    std::string record{};   // as DNS has it; empty: none that is one alone
    std::string trouble{};  // why it does not verify what the key signs; empty: it does
};

/// `answer`: the TXT records under the key's name (RFC 6376, 3.6.2.2).
[[nodiscard]] KeyInDns key_in_dns(const DnsAnswer& answer, const PrivateKey& key);

}  // namespace msa
