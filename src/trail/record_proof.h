// Finds one record of a trail and the proof that it is in it, while the trail is verified.
#pragma once

#include "trail/tlog_proof.h"
#include "trail/verification.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// Which record is meant.
struct RecordName {
    std::string name;    // of a transaction, a session, or the number of a record
    std::string origin;  // of the tree it is in; empty: of any
};

struct RecordProof {
    std::string origin;
    std::uint64_t n = 0;
    std::string line;                       // without its end
    std::vector<std::uint64_t> recipients;  // numbers of records with more of its recipients
    std::optional<TlogProof> proof;         // absent: no checkpoint that holds covers it
    bool is_trail_whole = false;            // nothing was found to be wrong with it
};

/// By the last checkpoint that holds; where the request has anchors, by the last of those. Errors:
/// as verify_trail(); no record has that name, or several have it.
[[nodiscard]] Result<RecordProof> record_proof(VerificationRequest request, const RecordName& name);

}  // namespace msa
