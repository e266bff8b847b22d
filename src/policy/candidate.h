// Rules that are not in force judge a transaction that is over, beside those that were. Nothing
// comes of it but a note in the record where they would have made something else of it.
#pragma once

#include "mail/body_facts.h"
#include "ownership/lookups.h"
#include "policy/audit_record.h"
#include "policy/quiet_rules.h"
#include "policy/rule_set.h"
#include "submission/address_readings.h"
#include "submission/dns_questions.h"
#include "submission/envelope.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace msa {

class LimitStore;

/// How long a candidate waits for DNS, and for one answer of a table, where the rules in force have
/// not asked.
inline constexpr std::chrono::milliseconds candidate_patience{500};

/// Who would judge a session, were the candidate in force.
struct Candidate {
    std::shared_ptr<const RuleSet> rules;
    Result<bool> governs;
};

/// A transaction as it was, up to the stage at which it ended.
struct JudgedTransaction {
    const AuditRecord& record;  // whole, but not written yet
    const Envelope& envelope;   // as it came
    const HeaderList& received;
    const HeaderList& leaving;  // with the signatures of `record` on top
    bool is_header_whole = true;
    const AddressReadings& addresses;
    const std::string& unique;
    const std::string& host_name;
    Moment began;
    const BodyFacts& body;
    const std::string* text = nullptr;  // see MessageStage
    const Lookups& lookups;
    const QuietRules& quiet;  // of those that were in force
    const RecordedFacts& heard;
    const std::vector<LimitFact>* heard_limits = nullptr;  // null: none was asked
    const DnsAccess& outside;
    RateCounter* rates = nullptr;  // see HeardWorld
    LimitStore* limits = nullptr;  // counts what those in force did not; null: nobody does
};

/// Absent: the candidate agrees. Uses up no rate or limit of those in force, and signs nothing.
[[nodiscard]] std::optional<CandidateDifference> candidate_difference(
    const Candidate& candidate, const JudgedTransaction& judged) noexcept;

}  // namespace msa
