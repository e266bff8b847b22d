// Proofs judged, see proof_judgement.h.
#include "trail/proof_judgement.h"

#include "trail/key_chain.h"
#include "trail/record_head.h"

#include <algorithm>
#include <optional>

namespace msa {

namespace {

using Found = std::optional<ProofJudgement>;

std::string number(std::uint64_t n) {
    return std::to_string(n);
}

/// What is wrong with the record or its proof.
Found mismatch(std::string_view line, const TlogProof& proof) {
    const auto head = record_head(line);
    if (!head || !head->n) {
        return ProofJudgement{ProofVerdict::changed, "this is not a record of a trail"};
    }
    if (*head->n != proof.index) {
        return ProofJudgement{ProofVerdict::changed, "the record has the number " +
                                                         number(*head->n) + ", the proof is of " +
                                                         number(proof.index)};
    }
    const auto& checkpoint = proof.checkpoint;
    const auto root = proven_root(proof.index, checkpoint.size, leaf_hash(line), proof.hashes);
    if (!root) {
        return ProofJudgement{ProofVerdict::changed, "no record " + number(proof.index) + " of " +
                                                         number(checkpoint.size) +
                                                         " has a proof of " +
                                                         number(proof.hashes.size()) + " hashes"};
    }
    if (*root != checkpoint.root) {
        return ProofJudgement{ProofVerdict::changed,
                              "with this record and these hashes the root is another one than the "
                              "checkpoint's"};
    }
    return std::nullopt;
}

Found key_trouble(const SignedNote& note, const std::vector<VerifierKey>& keys) {
    auto best = NoteVerdict::not_signed;
    for (const auto& key : keys) {
        const auto found = verdict_under_any_name(note, key);
        if (found == NoteVerdict::good) {
            return std::nullopt;
        }
        best = found == NoteVerdict::bad ? found : best;
    }
    return ProofJudgement{ProofVerdict::bad_signature,
                          best == NoteVerdict::bad
                              ? "the signature is not of this checkpoint and the key that was given"
                              : "the checkpoint is not signed with the key that was given"};
}

}  // namespace

std::string_view to_text(ProofVerdict verdict) {
    switch (verdict) {
        case ProofVerdict::proven: return "proven";
        case ProofVerdict::changed: return "changed";
        case ProofVerdict::fork: return "fork";
        case ProofVerdict::bad_signature: return "bad signature";
        case ProofVerdict::unproven: return "unproven";
    }
    return "";
}

ProofJudgement judgement(std::string_view line, const TlogProof& proof, const Vouchers& vouchers) {
    if (const auto found = mismatch(line, proof)) {
        return *found;
    }
    const auto& checkpoint = proof.checkpoint;
    const auto kept = std::find_if(
        vouchers.anchors.begin(), vouchers.anchors.end(), [&checkpoint](const Checkpoint& each) {
            return each.origin == checkpoint.origin && each.size == checkpoint.size;
        });
    const bool is_kept = kept != vouchers.anchors.end();
    if (is_kept && kept->root != checkpoint.root) {
        return {ProofVerdict::fork, "the checkpoint that was kept has another root"};
    }
    if (!vouchers.keys.empty()) {
        if (const auto trouble = key_trouble(proof.note, vouchers.keys)) {
            return *trouble;
        }
        return {ProofVerdict::proven, is_kept
                                          ? "its checkpoint is signed with the key that was given, "
                                            "and was kept"
                                          : "its checkpoint is signed with the key that was given"};
    }
    if (is_kept) {
        return {ProofVerdict::proven, "its checkpoint is the one that was kept"};
    }
    return {ProofVerdict::unproven,
            vouchers.anchors.empty()
                ? "nobody vouches for the checkpoint, which anybody can make: give the verifier "
                  "key with --key, or with --anchor the checkpoint as another host kept it"
                : "none of the checkpoints that were kept is this one"};
}

}  // namespace msa
