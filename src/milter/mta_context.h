// The MTA within one step of a session: what it says in macros, and what it can be asked to do. How
// that is said is the engine's.
#pragma once

#include "base/result.h"
#include "milter/negotiation.h"
#include "policy/transaction.h"
#include "submission/reply.h"

#include <string>
#include <string_view>

#include <libmilter/mfapi.h>

namespace msa {

class MtaContext {
public:
    explicit MtaContext(const Agreement& agreement) : agreement_(agreement) {}
    MtaContext(const MtaContext&) = delete;
    MtaContext& operator=(const MtaContext&) = delete;
    virtual ~MtaContext() = default;

    /// Empty where the MTA sent none.
    [[nodiscard]] virtual std::string macro(const char* name) const = 0;

    /// Whether nobody would get an answer any more, however much is still to be read.
    [[nodiscard]] virtual bool is_gone() const = 0;

    /// Readies the reply; what the step must return for it.
    [[nodiscard]] Result<sfsistat> prepare(const Reply& reply) const;

    /// Asks for every change; stops at the first that cannot be asked for. At the end of a message
    /// only.
    [[nodiscard]] Result<void> carry_out(const Outcome& outcome) const;

private:
    // False: cannot be asked for. No text holds NUL.
    [[nodiscard]] virtual bool set_reply(const std::string& code, const std::string& enhanced,
                                         const std::string& text) const = 0;
    [[nodiscard]] virtual bool append_field(const std::string& name,
                                            const std::string& value) const = 0;
    /// `index`: how many fields stand above it.
    [[nodiscard]] virtual bool insert_field(int index, const std::string& name,
                                            const std::string& value) const = 0;
    /// `occurrence` counts from 1 among the fields of this name.
    [[nodiscard]] virtual bool change_field(const std::string& name, int occurrence,
                                            const std::string& value) const = 0;
    [[nodiscard]] virtual bool remove_field(const std::string& name, int occurrence) const = 0;
    /// `parameters` may be empty.
    [[nodiscard]] virtual bool change_sender(const std::string& path,
                                             const std::string& parameters) const = 0;
    [[nodiscard]] virtual bool add_recipient(const std::string& path,
                                             const std::string& parameters) const = 0;
    [[nodiscard]] virtual bool remove_recipient(const std::string& path) const = 0;
    [[nodiscard]] virtual bool replace_body(const std::string& body) const = 0;
    [[nodiscard]] virtual bool hold(const std::string& reason) const = 0;

    [[nodiscard]] bool carried_out(const Edit& edit) const;

    const Agreement& agreement_;
};

}  // namespace msa
