// An ed25519-sha256 signature (RFC 8463), without libopendkim: that one leaks a key per signature
// and does not look at the type of the key.
#pragma once

#include "base/result.h"
#include "dkim/private_key.h"
#include "dkim/signed_fields.h"
#include "policy/facts.h"

#include <string>
#include <string_view>

namespace msa {

struct Ed25519Request {
    const PrivateKey& key;
    std::string_view selector;
    std::string_view domain;
    const SignedFields& header;
    std::string_view body_hash;  // bh=, base64, of the relaxed body
    Moment now;                  // t=
};

/// The value of the DKIM-Signature field: leading blank, folds as LF + blank.
[[nodiscard]] Result<std::string> ed25519_signature(const Ed25519Request& request);

}  // namespace msa
