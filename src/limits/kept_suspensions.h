// Suspended logins, in memory and in a file, so that a restart releases nobody; what other hosts
// have suspended and released comes to the same place (limits/shared_suspensions.h).
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "limits/suspension_set.h"
#include "submission/suspensions.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class KeptSuspensions final : public Suspensions {
public:
    using Clock = std::function<Suspension::Instant()>;

    /// Reads the file, if it is there; empty path: nothing is kept. `host`: the name of this one.
    /// Errors: bad_input: it is damaged, so that nobody knows who is suspended; unavailable: it
    /// cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<KeptSuspensions>> open(const std::string& path,
                                                                       Clock clock,
                                                                       std::string host = {});
    KeptSuspensions(const KeptSuspensions&) = delete;
    KeptSuspensions& operator=(const KeptSuspensions&) = delete;
    ~KeptSuspensions() override = default;

    /// Of one that another host made, `by` ends with its name.
    [[nodiscard]] Result<std::optional<Suspension>> of(std::string_view login) override;
    /// On disk when it returns, or tried again each second. Its instants are of this host's clock.
    void suspend(const Suspension& suspension) noexcept override;
    /// The same with an end that is exact, whatever the clock of this host says.
    void suspend_until(const Suspension& suspension) noexcept;
    /// As far as is known, where nobody can tell, too.
    [[nodiscard]] std::optional<Suspension> known_of(std::string_view login) const;
    /// What was lifted; absent: the login was not suspended.
    std::optional<Suspension> release(std::string_view login, const std::string& by = {},
                                      const std::string& why = {});
    /// Those in force, by login.
    [[nodiscard]] std::vector<Suspension> all() const;

    /// Why a restart would not know of all that is so; empty: it would.
    [[nodiscard]] std::string trouble() const {
        return state_.with([](auto& s) { return s.trouble; });
    }
    [[nodiscard]] const std::string& path() const { return path_; }

    /// Called after each new suspension, by the thread that made it: quick, and throws nothing.
    using Listener = std::function<void(const Suspension& suspension)>;
    /// Before there is any.
    void tell(Listener listener) { listener_ = std::move(listener); }
    /// Tries each second, from now on, to write what could not be written.
    void begin();

    /// For whoever shares them with other hosts.
    struct Known {
        std::vector<KnownSuspension> all;
        std::uint64_t changes = 0;  // a number that each change made here makes larger
    };
    [[nodiscard]] Known known() const;
    [[nodiscard]] std::uint64_t changes() const { return changes_; }
    struct News {
        std::vector<KnownSuspension> suspended;
        std::vector<KnownSuspension> released;
    };
    /// What others know; what changes by it.
    News merge(const std::vector<KnownSuspension>& known);
    /// How far the clock that all hosts go by is ahead of that of this one.
    void correct_clock(std::chrono::microseconds ahead) { ahead_ = ahead; }
    [[nodiscard]] Suspension::Instant own_now() const { return clock_(); }
    [[nodiscard]] Suspension::Instant now() const { return clock_() + ahead_.load(); }
    /// From now on nobody can tell who is suspended, for this reason; empty: it can be told again.
    void doubt(const std::string& why);

private:
    struct State {
        SuspensionSet set;
        std::string trouble;
        std::string doubt;
    };

    KeptSuspensions(std::string path, Clock clock, std::string host, SuspensionSet set);
    void add(const Suspension& suspension) noexcept;
    [[nodiscard]] Suspension shown(const KnownSuspension& known) const;
    void write(State& state) const;
    void write_again();

    std::string path_;
    Clock clock_;
    std::string host_;
    std::atomic<std::chrono::microseconds> ahead_{std::chrono::microseconds(0)};
    std::atomic<std::uint64_t> changes_{1};
    Guarded<State> state_;
    Listener listener_;
    std::optional<Repeated> writing_;  // the last member: it uses all others
};

}  // namespace msa
