// What rules want of a message before they are asked, see judge.h.
#include "policy/judge.h"

#include <algorithm>

namespace msa {
namespace {

bool is_for_everybody(const Condition& when) {
    return when.listener.empty() && when.source.empty() && when.login.empty() &&
           when.network.empty() && when.sender_domain.empty() && when.recipient_domain.empty() &&
           when.from_domain.empty() && !when.tls && !when.size_above;
}

}  // namespace

HeaderCeiling Judge::header_ceiling(const Moment& now) const {
    HeaderCeiling lowest;
    for (const auto& rule : rules_.rules) {
        const bool is_certain =
            rule.action == Action::reject && !rule.is_monitored(now) &&
            is_for_everybody(rule.when) &&
            std::none_of(rules_.exceptions.begin(), rules_.exceptions.end(),
                         [&](const Exception& each) { return each.rule == rule.id; });
        const auto* limit = dynamic_cast<const HeaderLimit*>(rule.check.get());
        if (limit != nullptr && is_certain) {
            const HeaderCeiling own = limit->header_ceiling();
            lowest.fields = std::min(lowest.fields, own.fields);
            lowest.octets = std::min(lowest.octets, own.octets);
        }
    }
    return lowest;
}

std::size_t Judge::body_wanted(const HeadersStage& at) const {
    std::size_t most = 0;
    for (const auto& rule : rules_.rules) {
        if (rule.action == Action::repair && rule.when.may_hold(at)) {
            most = std::max(most, rule.check->body_wanted(at));
        }
    }
    return most;
}

}  // namespace msa
