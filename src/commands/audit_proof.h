// Proofs of single records, for the commands that make and check them.
#pragma once

#include "audit/note_key.h"
#include "commands/audit_options.h"
#include "trail/record_proof.h"

#include <string>
#include <vector>

namespace msa {

struct ProofCheck {
    std::string proof;                 // the file
    std::string record;                // the file of the record; empty: it is in or beside that one
    std::vector<VerifierKey> keys;     // that were kept
    std::vector<std::string> anchors;  // files of checkpoints that were kept
    bool is_json = false;
};

struct RecordProofRequest {
    RecordName record;
    TrailOptions trail;
    std::vector<std::string> anchors;
    /// NAME.json and NAME.tlog-proof are written; empty: both go to standard output.
    std::string output;
};

/// Finds the record and its proof, and says what is to be said of them; the exit status.
[[nodiscard]] int prove_record(const RecordProofRequest& request);

/// Prints what comes of it; the exit status.
[[nodiscard]] int verify_proof(const ProofCheck& check);

}  // namespace msa
