// What a record tells of a candidate: the member `candidate` of audit/record_json.h as plain
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace msa {

/// Texts as those of a TransactionRecord.
struct CandidateRecord {
    std::string_view hash;
    std::string_view disposition;
    std::string_view stage;
    std::string_view rule;
    std::uint64_t recipients = 0;
    bool edited = false;
    std::optional<bool> is_signed;
    std::string_view trouble;
};

}  // namespace msa
