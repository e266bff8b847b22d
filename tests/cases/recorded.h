// Messages of cases as a daemon would record them, and what a reader makes of these records.
#pragma once

#include "cases/case_file.h"
#include "workbench/recorded_mail.h"

#include <memory>
#include <string>
#include <vector>

namespace msa {

/// Every case below tests/cases.
[[nodiscard]] const std::vector<Case>& all_cases();

/// What becomes of `submission`, which may be another than the case's, in the world that the case
/// gives: its names, its rate, always the same clock.
[[nodiscard]] AuditRecord judged_there(const Case& tested,
                                       const std::shared_ptr<const RuleSet>& rules,
                                       const SubmittedMail& submission,
                                       const FactsWanted& facts = {},
                                       JudgeObserver* observer = nullptr);

/// The case's message under these rules, as a transaction of a daemon that keeps `kept`.
[[nodiscard]] AuditRecord recorded(const Case& tested, const std::shared_ptr<const RuleSet>& rules,
                                   FactsKept kept, JudgeObserver* observer = nullptr);

/// Written down as lines of a trail and read again. Throws where they cannot be.
[[nodiscard]] RecordedMail read_back(const AuditRecord& record);

}  // namespace msa
