// Plays a case through the core and writes down what became of it.
#pragma once

#include "cases/case_file.h"
#include "mail/header_list.h"
#include "policy/audit_record.h"
#include "policy/rule_set.h"
#include "policy/table_settings.h"
#include "workbench/submission.h"

#include <functional>
#include <memory>
#include <string>

namespace msa {

struct Played {
    std::string text;  // what `expect` of the case must equal
    AuditRecord record;
    HeaderList received;  // the fields that the MTA showed
    std::shared_ptr<const RuleSet> rules;
};

/// Throws std::runtime_error where the rules of the case do not load.
[[nodiscard]] Played play(const Case& tested);

using OpenTable =
    std::function<Result<std::shared_ptr<const Table>>(const TableSettings& settings)>;
/// With tables of another kind. Throws as play() does.
[[nodiscard]] std::shared_ptr<const RuleSet> rules_of(const Case& tested,
                                                      const OpenTable& open_table);
/// `tested` must outlive it.
[[nodiscard]] SubmittedMail submission_of(const Case& tested);

}  // namespace msa
