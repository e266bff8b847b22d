// The gate in front of keys: a key does not take over from one that signs before receivers find it
// in DNS.
#pragma once

#include "commands/record_proofs.h"
#include "config/rule_files.h"
#include "submission/ports.h"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// Not for two threads at once.
class KeyGate {
public:
    /// `resolver` must outlive this; null: nobody is asked.
    explicit KeyGate(const Resolver* resolver) : resolver_(resolver) {}

    struct Doubts {
        std::vector<std::string> refused;  // keys that must not sign yet, each with the reason
        std::vector<std::string> unknown;  // why DNS could not be asked of others
    };
    /// Of each key that would sign at `now` and did not under the rules that pass() had last, for
    /// an author domain that one of theirs signs for: what DNS has of it, and what libopendkim says
    /// to that. Takes a few seconds at most.
    [[nodiscard]] Doubts doubts(const std::vector<LoadedRules>& files,
                                std::chrono::system_clock::time_point now);

    /// These are in force now.
    void pass(const std::vector<LoadedRules>& files);

private:
    using Name = std::pair<std::string, std::string>;  // domain, selector
    using Halves = std::map<Name, std::string>;        // hashes of public halves

    const Resolver* resolver_;
    RecordProofs proofs_;
    Halves in_force_;
    std::vector<SigningKeySettings> keys_in_force_;
};

}  // namespace msa
