#include "policy/rule_set.h"

#include <algorithm>

namespace msa {

Result<bool> RuleSet::governs(const Session& session) const {
    if (listeners.empty()) {
        return true;
    }
    if (session.listener.empty()) {
        return Error{"the MTA names no listener ({daemon_name}), and [scope] goes by it"};
    }
    return std::find(listeners.begin(), listeners.end(), session.listener) != listeners.end();
}

}  // namespace msa
