// The value of one DKIM-Signature field (RFC 6376, 3.5): rsa-sha256 (RFC 8301) or ed25519-sha256
// (RFC 8463), relaxed/relaxed, over the whole body.
#pragma once

#include "base/result.h"
#include "crypto/private_key.h"
#include "submission/facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct SignatureRequest {
    const PrivateKey& key;
    std::string_view selector;
    std::string_view domain;
    const std::vector<std::string>& list;  // h=
    std::string_view canonical_header;     // of the fields that h= selects, in its order
    std::string_view body_hash;            // bh=, base64, of the relaxed body
    Moment now;                            // t=
};

/// Leading blank, folds as LF + blank, lines of at most 78 octets where names allow it.
[[nodiscard]] Result<std::string> signature_field(const SignatureRequest& request);

}  // namespace msa
