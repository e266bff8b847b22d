// The MTA within one callback: what it says in macros, and what it can be asked to do.
#pragma once

#include "base/result.h"
#include "milter/negotiation.h"
#include "policy/reply.h"
#include "policy/transaction.h"

#include <string>

#include <libmilter/mfapi.h>

namespace msa {

class MtaContext {
public:
    MtaContext(SMFICTX* context, const Agreement& agreement)
        : context_(context), agreement_(agreement) {}

    /// Empty where the MTA sent none.
    [[nodiscard]] std::string macro(const char* name) const;

    /// Hands the reply to libmilter; what the callback must return for it.
    [[nodiscard]] Result<sfsistat> prepare(const Reply& reply) const;

    /// Asks for every change; stops at the first that cannot be asked for. At the end of a message
    /// only.
    [[nodiscard]] Result<void> carry_out(const Outcome& outcome) const;

private:
    [[nodiscard]] bool carried_out(const Edit& edit) const;
    [[nodiscard]] bool changed_sender(const Edit& edit) const;
    [[nodiscard]] bool added_recipient(const Edit& edit) const;
    [[nodiscard]] bool replaced(std::string body) const;

    SMFICTX* context_;
    const Agreement& agreement_;
};

}  // namespace msa
