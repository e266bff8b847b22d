// A check asks one question of a submission. It is immutable and shared by all threads; its options
// are its data members, set when the rules are loaded.
#pragma once

#include "policy/stages.h"
#include "submission/finding.h"

namespace msa {

struct Limit;

class Check {
public:
    Check() = default;
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;
    Check(Check&&) = delete;
    Check& operator=(Check&&) = delete;
    virtual ~Check() = default;

    /// Up to how many octets of body at_message() wants to see itself; 0: the facts are enough.
    [[nodiscard]] virtual std::size_t body_wanted(const HeadersStage& /*at*/) const { return 0; }

    /// What is counted before the check is asked; null: nothing, it is no limit.
    [[nodiscard]] virtual const Limit* limit() const { return nullptr; }

    [[nodiscard]] virtual Findings at_mail(const MailStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_recipient(const RecipientStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_headers(const HeadersStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_message(const MessageStage& /*at*/) const { return {}; }
};

}  // namespace msa
