#include "policy/rule_set.h"

#include <algorithm>

namespace msa {
namespace {

/// What of the rules goes by the listener's name; empty: nothing.
std::string who_asks_for_a_listener(const RuleSet& rules) {
    if (!rules.listeners.empty()) {
        return "[scope]";
    }
    for (const auto& rule : rules.rules) {
        if (!rule.when.listener.empty()) {
            return "rule " + rule.id;
        }
    }
    for (const auto& exception : rules.exceptions) {
        if (!exception.when.listener.empty()) {
            return "exception " + exception.id;
        }
    }
    return {};
}

}  // namespace

Result<bool> RuleSet::governs(const Session& session) const {
    if (session.listener.empty()) {
        const auto who = who_asks_for_a_listener(*this);
        return who.empty() ? Result<bool>(true)
                           : Error{"the MTA names no listener ({daemon_name}), and " + who +
                                   " depends on it"};
    }
    return listeners.empty() ||
           std::find(listeners.begin(), listeners.end(), session.listener) != listeners.end();
}

}  // namespace msa
