// Which records of a trail a signature belongs to, and which keys the trail says are ours.
#pragma once

#include "base/result.h"
#include "inquiry/search.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// What the record of a signed message says of the message as it left.
struct SignedRecord {
    std::string line;  // without its end
    std::string host;
    std::string transaction;
    std::optional<std::uint64_t> n;
    std::vector<std::string> signatures;  // b= of each, cut as records have it
    std::string message_id;
    std::vector<std::string> from;                                // addresses, as they are compared
    std::vector<std::pair<std::string, std::string>> new_fields;  // that rules wrote; whole values
    std::uint64_t body_octets = 0;
    /// For people: what it says, as `audit query` names it.
    std::vector<std::pair<std::string, std::string>> told;
};

/// SELECTOR._domainkey.DOMAIN -> fingerprints of public halves, as the trail has them.
using OwnKeys = std::map<std::string, std::vector<std::string>, std::less<>>;

struct SignedRecords {
    std::vector<SignedRecord> records;  // in the order of the trail
    OwnKeys keys;
    DamagedLines damaged;
};

/// `signatures`: b= of each, whole, at least one. Error: a file cannot be read.
[[nodiscard]] Result<SignedRecords> records_of_signatures(
    const std::vector<TrailFile>& files, const std::vector<std::string>& signatures,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
