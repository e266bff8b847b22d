// Who is suspended, shared through the server that counts limits. A host's own list decides each
// message; a thread compares it with the server's twice a second, so that no message waits for
// that. What the server has lost, it is told again.
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "limits/kept_suspensions.h"
#include "limits/shared_hash.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace msa {

class SharedSuspensions {
public:
    /// What other hosts have changed, and what is wrong; called by the thread that heard of it.
    struct Listeners {
        std::function<void(const KnownSuspension& known, bool is_release)> heard{};
        std::function<void(const std::string& what, bool is_trouble)> trouble{};
    };
    struct Settings {
        bool is_strict = false;  // who has heard nothing for a minute cannot tell who is suspended
        std::chrono::milliseconds interval{500};
        std::chrono::milliseconds patience{1000};  // with one call
        std::chrono::milliseconds oldest{60'000};  // that a strict host goes by
    };
    /// Where the server is, and how names stand there.
    struct Store {
        RedisCaller& caller;
        const LimitNames& names;
    };

    /// The store and `kept` must outlive it; nothing is asked yet.
    SharedSuspensions(Store store, KeptSuspensions& kept, const Settings& settings,
                      Listeners listeners);
    SharedSuspensions(const SharedSuspensions&) = delete;
    SharedSuspensions& operator=(const SharedSuspensions&) = delete;
    ~SharedSuspensions() = default;

    /// Once, with patience for servers that have just been named; then twice a second.
    void begin();
    /// Hears what others know, and tells them what this host knows. Error: the server did not take
    /// part; all stays as it was, and is tried again.
    [[nodiscard]] Result<void> exchange();
    /// Why this host and others may know different things; empty: they agree.
    [[nodiscard]] std::string trouble() const;
    /// Since they agreed last; absent: never since the start.
    [[nodiscard]] std::optional<std::chrono::seconds> age() const;

private:
    using Instant = RedisCaller::Instant;
    struct Standing {
        std::string trouble{};
        std::optional<Instant> heard_at{};
    };

    [[nodiscard]] Result<void> exchange_now();
    void hear(const SharedHash::Fields& fields);
    [[nodiscard]] std::vector<std::string> lacking(const SharedHash::Fields& fields,
                                                   const KeptSuspensions::Known& known) const;
    [[nodiscard]] std::string field_of(const KnownSuspension& known) const;
    [[nodiscard]] std::string value_of(const std::string& field, KnownSuspension known) const;
    [[nodiscard]] std::optional<KnownSuspension> read(const std::string& field,
                                                      const SharedHash::Value& value) const;
    void note(const Result<void>& done);
    void look_after() noexcept;

    KeptSuspensions& kept_;
    Settings settings_;
    Listeners listeners_;

    std::mutex exchanging_;  // guards what follows
    SharedHash hash_;
    std::optional<std::string> stamp_{};  // when both knew the same
    std::uint64_t told_ = 0;              // of the changes made here
    std::int64_t server_now_ = 0;         // seconds since 1970

    Guarded<Standing> standing_;
    std::optional<Repeated> looks_;  // the last member: it uses all others
};

}  // namespace msa
