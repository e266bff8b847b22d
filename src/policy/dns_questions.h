// DNS and SPF as the checks of one stage ask them: their questions share a deadline, because an MTA
// waits for the answer.
#pragma once

#include "policy/ports.h"

#include <chrono>
#include <string_view>

namespace msa {

/// What a daemon asks DNS with.
struct DnsAccess {
    const Resolver* resolver = nullptr;           // null: nobody can tell anything
    const SenderPolicy* sender_policy = nullptr;  // the same
    std::chrono::milliseconds patience{6000};     // for all questions of one stage
};

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
        return resolver_ == nullptr ? Error{"there is no resolver to ask"}
                                    : resolver_->ask(name, type, deadline_);
    }

    /// What a receiver's SPF check would say.
    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question) const {
        return sender_policy_ == nullptr ? SpfAnswer{SpfResult::temperror, "there is nobody to ask"}
                                         : sender_policy_->check_host(question, deadline_);
    }

private:
    const Resolver* resolver_ = nullptr;
    const SenderPolicy* sender_policy_ = nullptr;
    Deadline deadline_{};
};

}  // namespace msa
