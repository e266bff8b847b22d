// Records with their proofs that may hold anything: a proof reads the same when it is written
// again, and only the records of one tree are ever proven.
#include "audit/note_key.h"
#include "fuzz/require.h"
#include "fuzz/signed_seeds.h"
#include "trail/proof_judgement.h"
#include "trail/tlog_proof.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

bool is_known(std::string_view line) {
    for (std::size_t n = 1; n < 12; ++n) {
        if (line == msa::seed_record(n)) {
            return true;
        }
    }
    return false;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const auto end = octets.find('\n');
    const auto line = octets.substr(0, end);
    const auto proof = msa::parse_tlog_proof(
        end == std::string_view::npos ? std::string_view() : octets.substr(end + 1));
    if (!proof) {
        msa::require(!proof.error().what.empty(), "a reason");
        return 0;
    }
    const auto again = msa::parse_tlog_proof(proof->text());
    msa::require(again && again->text() == proof->text(), "a proof reads the same again");
    const msa::Vouchers vouchers{{msa::parse_verifier_key(msa::seed_key).value()}, {}};
    const auto judged = msa::judgement(line, *proof, vouchers);
    msa::require(!judged.what.empty(), "a reason");
    msa::require(judged.verdict != msa::ProofVerdict::proven || is_known(line),
                 "only what was written is proven");
    msa::require(msa::judgement(line, *proof, {}).verdict != msa::ProofVerdict::proven,
                 "where nobody vouches nothing is proven");
    return 0;
}
