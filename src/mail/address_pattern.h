// Addresses that a rule file names one by one or by their domain.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// `bob@example.net`: this address. `@example.net`: every address of this domain, but not of those
/// below it. `@.example.net`: every address of those below it, but not of itself.
class AddressPattern {
public:
    /// The error names `text`.
    [[nodiscard]] static Result<AddressPattern> parse(std::string_view text);

    /// `key` as in mail/address_key.h.
    [[nodiscard]] bool matches(std::string_view key) const;

private:
    enum class Kind { address, domain, below };
    AddressPattern(Kind kind, std::string key) : kind_(kind), key_(std::move(key)) {}

    Kind kind_;
    std::string key_;  // of the address; the domain, `.` in front where only what is below it
};

}  // namespace msa
