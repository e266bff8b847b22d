// Plays a case through the core and writes down what became of it.
#pragma once

#include "config/case_file.h"
#include "mail/header_list.h"
#include "policy/audit_record.h"
#include "policy/rule_set.h"
#include "workbench/rule_test.h"
#include "workbench/submission.h"

#include <memory>
#include <string>

namespace msa {

struct Played {
    std::string text;  // what `expect` of the case must equal
    AuditRecord record;
    HeaderList received;  // the fields that the MTA showed
    std::shared_ptr<const RuleSet> rules;
};

/// Error: they do not load; why stands in lines of their own.
[[nodiscard]] Result<std::shared_ptr<const RuleSet>> rules_of(const Case& tested,
                                                              const TestServices& services);
/// `tested` must outlive it.
[[nodiscard]] SubmittedMail submission_of(const Case& tested);

/// At 2025-11-21 12:00 +01:00, when all cases happen. `services.rules.make_signer` signs where the
/// case says `signed`. Error: as rules_of().
[[nodiscard]] Result<Played> play(const Case& tested, const TestServices& services);

/// The same, held against what the case expects.
[[nodiscard]] TestResult test_result(const Case& tested, const TestServices& services);

}  // namespace msa
