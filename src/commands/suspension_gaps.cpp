#include "commands/suspension_gaps.h"

#include <algorithm>

namespace msa {

std::vector<std::string> suspension_gaps(const RuleSets& sets, const Moment& now) {
    std::vector<std::string> files;
    for (const auto& set : sets.sets()) {
        const bool is_refused =
            std::any_of(set->rules.begin(), set->rules.end(), [&now](const Rule& rule) {
                return rule.id == "account_state" && !rule.is_monitored(now) &&
                       (rule.action == Action::reject || rule.action == Action::defer);
            });
        if (!is_refused) {
            files.push_back(set->file);
        }
    }
    return files;
}

}  // namespace msa
