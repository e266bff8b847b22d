#include "policy/consequence.h"

#include "policy/suspended_reply.h"

namespace msa {

Action wanted_action(const Rule& rule, const Finding& finding, const Exception* exception) {
    const Action own = finding.cannot_tell ? rule.on_error : rule.action;
    const Action action = exception == nullptr ? own : exception->action;
    const bool is_note = finding.reply.code / 100 == 2;  // nothing is gained by acting on it
    const bool is_left = action == Action::repair && finding.stays;
    return action != Action::off && (is_note || is_left) ? Action::log : action;
}

bool refuses(Action action) {
    return action == Action::reject || action == Action::defer || action == Action::suspend;
}

Reply reply_for(const Rule& rule, const Finding& finding, Action action) {
    if (action == Action::suspend) {
        return rule.reply.value_or(suspended_reply());
    }
    if (finding.cannot_tell) {
        return action == Action::reject ? Reply{554, "5.3.0", "Not possible at the moment"}
                                        : finding.reply;
    }
    if (!rule.reply) {
        return action == Action::defer && !finding.is_for_good ? as_temporary(finding.reply)
                                                               : finding.reply;
    }
    // What may be otherwise next time is not refused for good, whatever words the rule has for it.
    return action == Action::defer || !finding.reply.is_permanent() ? as_temporary(*rule.reply)
                                                                    : *rule.reply;
}

}  // namespace msa
