// What limits are told beside their charges, once it is known: that recipients and rights were
// refused.
#pragma once

#include "policy/audit_record.h"
#include "policy/rule_set.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace msa {

/// What became of a recipient. `findings` from `first` on are about it. What a limit itself refuses
/// says nothing of the recipient.
void note_recipient(const RuleSet& rules, const MailStage& at, const std::optional<Reply>& refusal,
                    const std::vector<JudgedFinding>& findings, std::size_t first);

/// At the end: that a right was refused.
void note_refused_rights(const RuleSet& rules, const MailStage& at,
                         const std::vector<JudgedFinding>& findings);

}  // namespace msa
