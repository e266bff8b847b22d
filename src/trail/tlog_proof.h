// The proof of one record as a file (https://c2sp.org/tlog-proof):
//
//   c2sp.org/tlog-proof@v1
//   index N
//   HASH, one a line, the lowest first
//
//   CHECKPOINT
#pragma once

#include "audit/checkpoint.h"
#include "audit/merkle_proof.h"
#include "audit/signed_note.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace msa {

inline constexpr std::string_view tlog_proof_begin = "c2sp.org/tlog-proof@v1\n";

struct TlogProof {
    std::uint64_t index = 0;
    MerkleProof hashes;
    SignedNote note;
    Checkpoint checkpoint;  // what the note says

    [[nodiscard]] std::string text() const;
};

/// Nothing else may stand there but a line `extra`, which is passed over: nothing vouches for it.
[[nodiscard]] Result<TlogProof> parse_tlog_proof(std::string_view text);

}  // namespace msa
