#include "policy/rule_set.h"

#include <algorithm>

namespace msa {

bool RuleSet::governs(const Session& session) const {
    return listeners.empty() ||
           std::find(listeners.begin(), listeners.end(), session.listener) != listeners.end();
}

}  // namespace msa
