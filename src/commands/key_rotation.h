// Keys in folders that the rules in force name: their life, while the daemon runs.
#pragma once

#include "audit/audit_trail.h"
#include "base/guarded.h"
#include "base/log.h"
#include "base/repeated.h"
#include "commands/rules_in_force.h"
#include "dns/unbound_resolver.h"
#include "metrics/labelled_counts.h"
#include "rotation/clock_watch.h"
#include "rotation/rotation.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace msa {

class KeyRotation {
public:
    /// All must outlive this; a null resolver: nobody to ask for name servers.
    KeyRotation(RulesInForce& rules, AuditTrail& audit, const NamesResolver* resolver,
                const Log& log);
    KeyRotation(const KeyRotation&) = delete;
    KeyRotation& operator=(const KeyRotation&) = delete;

    /// Looks every hour from now on, and soon again where what signs is not what is to sign.
    void begin();
    /// Not again; returns at once.
    void end();

    /// Now; `due`: domains whose keys are to be followed by new ones. What it was told, when it is
    /// done; of several folders together. Error, unavailable: somebody else waits for that already.
    [[nodiscard]] Result<RotationReport> look_now(const std::set<std::string>& due);

    /// What the last look has seen.
    [[nodiscard]] RotationReport last() const;
    /// Changes since the start, by the new state.
    [[nodiscard]] const LabelledCounts& changes() const { return changes_; }

private:
    using Steady = std::chrono::steady_clock;

    void look_if_due();
    [[nodiscard]] RotationReport look(const std::set<std::string>& due);
    [[nodiscard]] std::set<std::string> in_use();
    [[nodiscard]] std::unique_ptr<ZoneLook> look_at_zones(const KeyFolderSettings& folder) const;
    [[nodiscard]] std::set<std::string> signing() const;
    [[nodiscard]] Result<void> announce(const KeyChange& change);
    void tell_troubles(const RotationReport& report);
    void note_others(RotationReport& report);
    void await(const RotationReport& report);
    [[nodiscard]] bool renew_where_needed(const RotationReport& report);
    [[nodiscard]] std::set<std::string> differences(const RotationReport& report) const;

    RulesInForce& rules_;
    AuditTrail& audit_;
    const NamesResolver* resolver_;
    const Log& log_;
    std::mutex looking_now_;
    std::atomic<bool> is_asked_ = false;  // to look now
    // These while looking_now_ is held.
    std::set<std::string> told_;         // troubles and work that the log has
    std::set<std::string> awaited_;      // keys that are to sign, and do not yet
    std::set<std::string> differences_;  // of what signs to what should, when last renewed
    int attempts_ = 0;                   // to do away with these
    bool has_failed_ = false;            // the last one: the rules did not load
    bool has_looked_ = false;
    ClockWatch clock_;
    Guarded<RotationReport> last_;
    LabelledCounts changes_;
    Guarded<Steady::time_point> again_;
    std::optional<std::chrono::system_clock::time_point> seen_;  // rules in force: the thread's
    std::atomic<bool> is_over_ = false;
    std::optional<Repeated> looking_;  // the last member: its thread uses all others
};

}  // namespace msa
