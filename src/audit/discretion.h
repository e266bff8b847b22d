// What a record says of other people, as far as the trail may keep it.
#pragma once

#include "audit/minimisation.h"
#include "audit/pseudonyms.h"
#include "base/guarded.h"
#include "base/result.h"
#include "policy/audit_record.h"

#include <chrono>
#include <optional>
#include <string>

namespace msa {

class Discretion {
public:
    /// `folder` has the keys of pseudonyms.
    Discretion(Minimisation wanted, std::string folder)
        : wanted_(wanted), folder_(std::move(folder)) {}

    /// Makes the key of that month now, so that it is known whether it can be made; nothing, where
    /// recipients have no pseudonyms.
    [[nodiscard]] Result<void> prepare(std::chrono::system_clock::time_point now);

    /// The record as it may be kept; absent: as it is. Blind recipients in header fields that were
    /// removed have pseudonyms in any case. Error: there is no key for them.
    [[nodiscard]] Result<std::optional<AuditRecord>> applied(const AuditRecord& record);

    /// How a record of that moment names a recipient.
    [[nodiscard]] Result<std::string> recipient(std::string_view address,
                                                std::chrono::system_clock::time_point instant);

private:
    struct Held {
        std::chrono::year_month month;
        PseudonymKey key;
    };

    [[nodiscard]] Result<PseudonymKey> key_at(std::chrono::system_clock::time_point instant);

    Minimisation wanted_;
    std::string folder_;
    Guarded<std::optional<Held>> held_{};
};

}  // namespace msa
