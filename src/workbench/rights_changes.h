// Who may use which address under one rule set and not under another, without any mail: as far as
// tables can be listed.
#pragma once

#include "policy/rule_set.h"

#include <string>
#include <vector>

namespace msa {

struct RightsChange {
    std::string who;  // a login; group:NAME where nobody can list its members
    std::string
        address;     // a key (mail/address_key.h), or @domain: all that have no entry of their own
    Right before{};  // none: they had none
    Right after{};
    std::string where_before{};  // FILE:LINE of what gives it; empty: not known
    std::string where_after{};

    [[nodiscard]] bool is_gain() const;
};

struct RightsChanges {
    std::vector<RightsChange> found;  // by address, then by who
    std::vector<std::string> doubts;  // why there may be more
};

[[nodiscard]] RightsChanges rights_changes(const RuleSet& before, const RuleSet& after,
                                           const Moment& now);

}  // namespace msa
