// DNS and SPF as the checks of one stage ask them: their questions share a deadline, because an MTA
// waits for the answer.
#pragma once

#include "submission/ports.h"

#include <chrono>
#include <string_view>

namespace msa {

/// What a daemon asks DNS with.
struct DnsAccess {
    const Resolver* resolver = nullptr;           // null: nobody can tell anything
    const SenderPolicy* sender_policy = nullptr;  // the same
    std::chrono::milliseconds patience{6000};     // for all questions of one stage
};

/// Of no resolver or policy: that there is nobody to ask.
[[nodiscard]] inline Result<DnsAnswer> answer_of(const Resolver* resolver, std::string_view name,
                                                 RecordType type, Deadline deadline) {
    return resolver == nullptr ? Error{"there is no resolver to ask"}
                               : resolver->ask(name, type, deadline);
}
[[nodiscard]] inline SpfAnswer answer_of(const SenderPolicy* policy, const SpfQuestion& question,
                                         Deadline deadline) {
    return policy == nullptr ? SpfAnswer{SpfResult::temperror, "there is nobody to ask"}
                             : policy->check_host(question, deadline);
}

class DnsQuestions {
public:
    DnsQuestions() = default;  // nobody to ask
    /// The time runs from now on.
    explicit DnsQuestions(const DnsAccess& access)
        : resolver_(access.resolver),
          sender_policy_(access.sender_policy),
          deadline_(std::chrono::steady_clock::now() + access.patience) {}

    /// Errors mean "cannot tell".
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type) const {
        return answer_of(resolver_, name, type, deadline_);
    }

    /// What a receiver's SPF check would say.
    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question) const {
        return answer_of(sender_policy_, question, deadline_);
    }

private:
    const Resolver* resolver_ = nullptr;
    const SenderPolicy* sender_policy_ = nullptr;
    Deadline deadline_{};
};

}  // namespace msa
