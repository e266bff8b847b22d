// Of proofs of single records: what `audit verify` needs of them.
#pragma once

#include "audit/note_key.h"

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

/// Prints what comes of it; the exit status.
[[nodiscard]] int verify_proof(const ProofCheck& check);

}  // namespace msa
