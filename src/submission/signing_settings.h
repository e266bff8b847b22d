// What the rule file says about DKIM, before any key is read; and the port that makes a signer of
// it.
#pragma once

#include "submission/facts.h"

#include <chrono>
#include <cstdint>
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

    /// Whether it signs at all at that moment.
    [[nodiscard]] bool is_active(const Moment& now) const;
    /// Whether it signs for this author domain (lower-case A-labels) at that moment.
    [[nodiscard]] bool serves(std::string_view author_domain, const Moment& now) const;
};

/// How keys in a folder live: see rotation/key_life.h.
struct KeyFolderSettings {
    enum class Publish { manual, nsupdate, command };

    std::string path;                              // FOLDER/DOMAIN/SELECTOR.pem; empty: none
    std::optional<std::chrono::seconds> rotate{};  // how long a key signs; absent: until told
    Publish publish = Publish::manual;             // how records come into DNS
    std::vector<std::string> command{};            // for Publish::command
    std::string nsupdate_key{};                    // file of a TSIG key; empty: none
    std::string nsupdate_server{};       // ADDRESS or ADDRESS@PORT; empty: the one that SOA names
    std::vector<std::string> servers{};  // ADDRESS or ADDRESS@PORT; empty: as NS says
};

struct SigningSettings {
    std::vector<SigningKeySettings> keys;
    std::vector<std::string> oversigned;      // named once more than they occur
    std::vector<std::string> signed_present;  // named as often as they occur
    int minimum_rsa_bits = 1024;              // RFC 8301, 3.2
    bool require_safe_keys = true;            // owner and mode of key files
    std::uint64_t verify_sample = 0;          // of so many messages one is verified; 0: none
};

}  // namespace msa
