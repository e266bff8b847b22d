// What the rule file says about DKIM, before any key is read; and the port that makes a signer of
// it.
#pragma once

#include "policy/facts.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct SigningKeySettings {
    std::string domain;                       // d=: lower-case A-labels
    std::string selector;                     // s=: lower-case LDH labels
    std::string file;                         // PEM; RSA or Ed25519 decides the algorithm
    std::vector<std::string> author_domains;  // whose From it signs;
                                              // "*.example.com" for every subdomain
    std::optional<std::chrono::system_clock::time_point> activate;  // absent: active at once
    std::optional<std::chrono::system_clock::time_point> retire;    // absent: never

    /// Whether it signs for this author domain (lower-case A-labels) at that moment.
    [[nodiscard]] bool serves(std::string_view author_domain, const Moment& now) const;
};

struct SigningSettings {
    std::vector<SigningKeySettings> keys;
    std::vector<std::string> oversigned;      // named once more than they occur
    std::vector<std::string> signed_present;  // named as often as they occur
    int minimum_rsa_bits = 1024;              // RFC 8301, 3.2
    bool require_safe_keys = true;            // owner and mode of key files
};

}  // namespace msa
