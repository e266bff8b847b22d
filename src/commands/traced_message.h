// What `trace` finds out about a message, and how it says so.
#pragma once

#include "inquiry/signed_records.h"
#include "referee/referee.h"

#include <string>
#include <vector>

namespace msa {

/// What becomes of the whole question.
enum class TraceVerdict {
    ours,       // a signature verifies, and a record has it
    altered,    // a record has a signature, and none of that record verifies any more
    no_record,  // our key signed, and no record has the signature
    not_ours,
    cannot_tell,  // the key record or the verifier is away
};
[[nodiscard]] const char* to_text(TraceVerdict verdict);

struct TracedSignature {
    JudgedSignature judged;
    bool is_recorded = false;
    bool has_own_key = false;  // the trail says that this key was ours
};

struct TracedRecord {
    SignedRecord record;
    std::vector<std::string> altered;  // fields, see inquiry/alterations.h
};

struct TracedMessage {
    std::string file;
    std::size_t body_octets = 0;
    std::vector<TracedSignature> signatures;  // from the top
    std::size_t untold = 0;                   // further ones
    std::vector<TracedRecord> records;
    TraceVerdict verdict = TraceVerdict::not_ours;
    std::string why;  // one line
};

/// Sets verdict and why from the rest.
void judge(TracedMessage& message);

void print_text(const TracedMessage& message);
void print_json(const TracedMessage& message);

}  // namespace msa
