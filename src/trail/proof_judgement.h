// Whether a record, its proof and somebody's word make it certain that the record was written so.
#pragma once

#include "audit/note_key.h"
#include "trail/tlog_proof.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class ProofVerdict {
    proven,
    changed,        // the record, the proof or the checkpoint is not what was written
    fork,           // the checkpoint that was kept has another root
    bad_signature,  // none of the keys has signed the checkpoint
    unproven,       // nobody vouches for the checkpoint
};
[[nodiscard]] std::string_view to_text(ProofVerdict verdict);

/// Who vouches for a checkpoint: keys that sign, and checkpoints that were kept elsewhere.
struct Vouchers {
    std::vector<VerifierKey> keys;
    std::vector<Checkpoint> anchors;
};

struct ProofJudgement {
    ProofVerdict verdict = ProofVerdict::unproven;
    std::string what;
};
/// `line`: the record, without its end.
[[nodiscard]] ProofJudgement judgement(std::string_view line, const TlogProof& proof,
                                       const Vouchers& vouchers);

}  // namespace msa
