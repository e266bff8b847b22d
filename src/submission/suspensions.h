// Logins that are refused for a time, or until somebody releases them.
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct Suspension {
    using Instant = std::chrono::system_clock::time_point;

    std::string login;  // canonical
    std::string why;    // a sentence
    std::string by;     // `rule ID, TRANSACTION`, or who commanded it
    Instant since{};
    std::optional<Instant> until;  // absent: until somebody releases it
};

/// Used by many threads at once.
class Suspensions {
public:
    virtual ~Suspensions() = default;
    /// Of this login, now; absent: there is none. An error means "cannot tell".
    [[nodiscard]] virtual Result<std::optional<Suspension>> of(std::string_view login) = 0;
    /// From now on. Of a login that is suspended already, the earlier one stays. Whoever keeps them
    /// reports what it could not keep.
    virtual void suspend(const Suspension& suspension) noexcept = 0;
};

}  // namespace msa
