#include "submission/heard_world.h"

#include <algorithm>
#include <string>

namespace msa {

Result<DnsAnswer> HeardWorld::ask(std::string_view name, RecordType type, Deadline deadline) const {
    const auto known = std::find_if(heard_.dns.begin(), heard_.dns.end(), [&](const DnsFact& fact) {
        return fact.type == type && fact.name == name;
    });
    if (known == heard_.dns.end()) {
        return outside_.resolver->ask(name, type, std::min(deadline, until_));
    }
    return known->error.empty() ? Result<DnsAnswer>(known->answer) : Error{known->error};
}

SpfAnswer HeardWorld::check_host(const SpfQuestion& question, Deadline deadline) const {
    const auto known = std::find_if(heard_.spf.begin(), heard_.spf.end(), [&](const SpfFact& fact) {
        return fact.question.address == question.address && fact.question.helo == question.helo &&
               fact.question.sender == question.sender;
    });
    return known == heard_.spf.end()
               ? outside_.sender_policy->check_host(question, std::min(deadline, until_))
               : known->answer;
}

Result<bool> HeardWorld::admit(std::string_view key, std::int64_t events,
                               std::chrono::seconds window) {
    const auto known =
        std::find_if(heard_.rates.begin(), heard_.rates.end(), [&](const RateFact& fact) {
            return fact.key == key && fact.events == events && fact.window == window;
        });
    if (known != heard_.rates.end()) {
        return known->error.empty() ? Result<bool>(known->admitted) : Error{known->error};
    }
    return own_rates_ == nullptr ? Error{"there is nobody to count rates"}
                                 : own_rates_->admit(key, events, window);
}

}  // namespace msa
