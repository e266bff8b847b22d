// A check asks one question of a submission. It is immutable and shared by all threads; its options
// are its data members, set when the rules are loaded.
#pragma once

#include "policy/finding.h"
#include "policy/stages.h"

namespace msa {

class Check {
public:
    Check() = default;
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;
    Check(Check&&) = delete;
    Check& operator=(Check&&) = delete;
    virtual ~Check() = default;

    [[nodiscard]] virtual Findings at_mail(const MailStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_recipient(const RecipientStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_headers(const HeadersStage& /*at*/) const { return {}; }
    [[nodiscard]] virtual Findings at_message(const MessageStage& /*at*/) const { return {}; }
};

}  // namespace msa
