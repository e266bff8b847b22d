// Suspended logins, in memory and in a file, so that a restart releases nobody.
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "submission/suspensions.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class KeptSuspensions final : public Suspensions {
public:
    using Clock = std::function<Suspension::Instant()>;

    /// Reads the file, if it is there; empty path: nothing is kept. Errors: bad_input: it is
    /// damaged, so that nobody knows who is suspended; unavailable: it cannot be read.
    [[nodiscard]] static Result<std::unique_ptr<KeptSuspensions>> open(const std::string& path,
                                                                       Clock clock);
    KeptSuspensions(const KeptSuspensions&) = delete;
    KeptSuspensions& operator=(const KeptSuspensions&) = delete;
    ~KeptSuspensions() override = default;

    [[nodiscard]] Result<std::optional<Suspension>> of(std::string_view login) override;
    /// On disk when it returns, or tried again each second.
    void suspend(const Suspension& suspension) noexcept override;
    /// What was lifted; absent: the login was not suspended.
    std::optional<Suspension> release(std::string_view login);
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

private:
    using ByLogin = std::map<std::string, Suspension, std::less<>>;
    struct State {
        ByLogin suspended;
        std::string trouble;
    };

    KeptSuspensions(std::string path, Clock clock, ByLogin suspended);
    void write(State& state) const;
    void write_again();

    std::string path_;
    Clock clock_;
    Guarded<State> state_;
    Listener listener_;
    std::optional<Repeated> writing_;  // the last member: it uses all others
};

}  // namespace msa
