// What the daemon counts, and which logins are suspended: where both are kept, and who is told.
#pragma once

#include "base/log.h"
#include "commands/suspension_notices.h"
#include "config/daemon_settings.h"
#include "limits/kept_suspensions.h"
#include "limits/memory_limits.h"
#include "limits/rate_keeper.h"
#include "limits/recent_events.h"
#include "limits/redis_limits.h"
#include "limits/shared_suspensions.h"
#include "metrics/measured_limits.h"
#include "metrics/measured_rates.h"

#include <memory>
#include <string>

namespace msa {

class LimitServices {
public:
    /// What the settings name, or else limits.sqlite and suspended.json in systemd's
    /// StateDirectory, and Redis. `host` is named in notices. Errors: the suspensions, or files
    /// that Redis needs, cannot be read. Redis itself is not asked yet.
    [[nodiscard]] static Result<std::unique_ptr<LimitServices>> open(const DaemonSettings& settings,
                                                                     const std::string& host,
                                                                     const Log& log);
    LimitServices(const LimitServices&) = delete;
    LimitServices& operator=(const LimitServices&) = delete;
    ~LimitServices() = default;

    /// From now on both are written, and what hosts share is heard of.
    void begin();

    [[nodiscard]] MeasuredRates& rates() { return rates_; }
    /// What message_rate has counted.
    [[nodiscard]] RecentEvents& counted_rates() { return recent_; }
    [[nodiscard]] const RateKeeper* kept() const { return kept_.get(); }  // null: nothing is kept
    [[nodiscard]] LimitStore& store() {
        return shared_ ? static_cast<LimitStore&>(*shared_) : memory_;
    }
    /// The same for mail: what it decides is counted.
    [[nodiscard]] MeasuredLimits& measured_store() { return *measured_; }
    [[nodiscard]] const RedisLimits* shared() const { return shared_.get(); }  // null: none is
    [[nodiscard]] KeptSuspensions& suspensions() { return *suspensions_; }
    [[nodiscard]] SharedSuspensions* shared_suspensions() {  // null: hosts do not share them
        return shared_suspensions_.get();
    }
    /// What a candidate may use up.
    [[nodiscard]] RateCounter& candidate_rates() { return candidate_rates_; }
    [[nodiscard]] LimitStore& candidate_store() { return candidate_memory_; }

private:
    LimitServices(const DaemonSettings& settings, const std::string& host, const Log& log);
    /// `is_strict`: as in SharedSuspensions.
    void share_suspensions(bool is_strict, const Log& log);

    RecentEvents recent_;
    MemoryLimits memory_;
    MeasuredRates rates_{recent_};
    SuspensionNotices notices_;
    std::unique_ptr<KeptSuspensions> suspensions_;
    RecentEvents candidate_rates_;
    MemoryLimits candidate_memory_;
    std::unique_ptr<RateKeeper> kept_;     // uses others
    std::unique_ptr<RedisLimits> shared_;  // so does this
    std::unique_ptr<SharedSuspensions> shared_suspensions_;
    std::unique_ptr<MeasuredLimits> measured_;
};

}  // namespace msa
