// Suspensions as several hosts know them. Each has an id of its own, and only ever goes from being
// there to being released; so whatever order hosts hear of it in, and whatever their clocks say,
// they agree: a login is suspended while any suspension of it is not released, and a release ends
// those that its host knew of, but none that it had not heard of.
#pragma once

#include "submission/suspensions.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct KnownSuspension {
    struct Release {
        std::string by;
        std::string why;
        Suspension::Instant at{};
    };

    std::string id;    // letters of base64url
    std::string host;  // where it was made
    Suspension is;
    std::optional<Release> released{};

    /// Whether it ended by itself.
    [[nodiscard]] bool is_over(Suspension::Instant now) const {
        return is.until && *is.until <= now;
    }
    [[nodiscard]] bool holds(Suspension::Instant now) const { return !released && !is_over(now); }
    /// From then on nobody needs to know of it; absent: it is needed as long as it holds.
    [[nodiscard]] std::optional<Suspension::Instant> useless_at() const;
};

/// How long a release is remembered, so that a host that was away that long hears of it.
inline constexpr std::chrono::hours releases_are_kept{180 * 24};

class SuspensionSet {
public:
    using Instant = Suspension::Instant;
    using ById = std::map<std::string, KnownSuspension, std::less<>>;

    /// Null: not suspended. Of several the one that lasts longest.
    [[nodiscard]] const KnownSuspension* of(std::string_view login, Instant now) const;
    /// One for each login that is suspended, in their order.
    [[nodiscard]] std::vector<KnownSuspension> in_force(Instant now) const;
    /// All that is known, released ones too.
    [[nodiscard]] std::vector<KnownSuspension> known() const;

    enum class News { none, suspends, releases };
    /// What somebody knows; what it changes for the login.
    News merge(const KnownSuspension& known, Instant now);
    /// All of this login that hold; false: there is none.
    bool release(std::string_view login, const KnownSuspension::Release& release, Instant now);
    /// Those of which nobody needs to know.
    void forget(Instant now);

private:
    std::map<std::string, ById, std::less<>> by_login_;
};

}  // namespace msa
