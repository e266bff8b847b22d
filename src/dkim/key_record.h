// DKIM key records (RFC 6376, 3.6.1; RFC 8301; RFC 8463): what a verifier finds in DNS.
#pragma once

#include "base/result.h"
#include "crypto/private_key.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct KeyRecord {
    std::string key_type = "rsa";     // k=
    std::string public_key;           // p=, decoded; empty: the key is revoked
    std::vector<std::string> hashes;  // h=; empty: all
    bool is_for_mail = true;          // s= has "*" or "email", or is absent
    bool is_tested = false;           // t=y
};

/// Errors: bad_input, for what a verifier takes for no key record.
[[nodiscard]] Result<KeyRecord> parse_key_record(std::string_view txt);

/// The public half, as p= has it, decoded.
[[nodiscard]] std::string public_half(const PrivateKey& key);

/// What is to be published for a key, on one line.
[[nodiscard]] std::string key_record(const PrivateKey& key);

/// Why signatures made with `key` do not count for who finds this record; empty: they do.
[[nodiscard]] std::string objection(const KeyRecord& record, const PrivateKey& key);

/// Where it is published: SELECTOR._domainkey.DOMAIN.
[[nodiscard]] std::string key_record_name(std::string_view selector, std::string_view domain);

}  // namespace msa
