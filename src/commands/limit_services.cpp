#include "commands/limit_services.h"

#include "audit/timestamp.h"
#include "commands/state_file.h"

#include <chrono>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t most_rates = 100'000;

std::unique_ptr<RateKeeper> keeper(const DaemonSettings& settings, RecentEvents& rates,
                                   MemoryLimits& limits, const Log& log) {
    const auto file = state_file(settings.limits.file, "limits.sqlite");
    if (file.empty()) {
        return nullptr;
    }
    return std::make_unique<RateKeeper>(
        rates, file,
        [&log](const std::string& what, bool is_trouble) {
            log.write(is_trouble ? LogLevel::warning : LogLevel::info,
                      LogLine("rates").add(is_trouble ? "error" : "result", what));
        },
        &limits);
}

WithoutRedis policy_without(const LimitsSettings& limits) {
    if (limits.on_error == "accept") {
        return WithoutRedis::accept;
    }
    return limits.on_error == "defer" ? WithoutRedis::defer : WithoutRedis::local;
}

RedisLimitSettings redis_settings(const LimitsSettings& limits) {
    return {.servers = limits.redis,
            .sentinel_master = limits.redis_sentinel,
            .is_cluster = limits.redis_cluster,
            .user = limits.user,
            .password_file = limits.password_file,
            .ca_file = limits.ca_file,
            .secret_file = limits.secret_file,
            .on_error = policy_without(limits),
            .hosts = limits.hosts,
            .deadline = limits.deadline};
}

void log_about(const Log& log, const Suspension& suspension, const std::string& trouble) {
    auto line = LogLine("suspension");
    line.add("login", suspension.login)
        .add("why", suspension.why)
        .add("by", suspension.by)
        .add("until", suspension.until ? timestamp(*suspension.until) : "released");
    if (!trouble.empty()) {
        line.add("error", "a restart would not know of it: " + trouble);
    }
    log.warning(line);
}

/// What another host did.
void log_heard(const Log& log, const KnownSuspension& known, bool is_release) {
    auto line = LogLine("suspension");
    line.add("login", known.is.login).add("host", known.host);
    if (is_release) {
        line.add("result", "released")
            .add("why", known.released->why)
            .add("by", known.released->by);
        log.info(line);
        return;
    }
    line.add("why", known.is.why)
        .add("by", known.is.by)
        .add("until", known.is.until ? timestamp(*known.is.until) : "released");
    log.warning(line);
}

}  // namespace

LimitServices::LimitServices(const DaemonSettings& settings, const std::string& host,
                             const Log& log)
    : recent_(std::chrono::steady_clock::now, most_rates),
      memory_(std::chrono::steady_clock::now, std::chrono::system_clock::now),
      notices_({.settings = settings.suspensions, .host = host}, log),
      candidate_rates_(std::chrono::steady_clock::now, most_rates),
      candidate_memory_(std::chrono::steady_clock::now, std::chrono::system_clock::now),
      kept_(keeper(settings, recent_, memory_, log)) {}

Result<std::unique_ptr<LimitServices>> LimitServices::open(const DaemonSettings& settings,
                                                           const std::string& host,
                                                           const Log& log) {
    auto suspensions =
        KeptSuspensions::open(state_file(settings.suspensions.file, "suspended.json"),
                              std::chrono::system_clock::now, host);
    if (!suspensions) {
        return Error{suspensions.error().what, ErrorKind::bad_config};
    }
    std::unique_ptr<LimitServices> services(new LimitServices(settings, host, log));
    if (settings.limits.store == "redis") {
        auto shared = make_redis_limits(
            redis_settings(settings.limits), services->memory_,
            [&log](const std::string& what, bool is_trouble) {
                log.write(is_trouble ? LogLevel::warning : LogLevel::info,
                          LogLine("limits").add(is_trouble ? "error" : "result", what));
            });
        if (!shared) {
            return within("[limits]", shared.error());
        }
        services->shared_ = *std::move(shared);
    }
    services->measured_ = std::make_unique<MeasuredLimits>(services->store());
    services->suspensions_ = *std::move(suspensions);
    auto& all = *services;
    all.share_suspensions(policy_without(settings.limits) == WithoutRedis::defer, log);
    all.suspensions_->tell([&all, &log](const Suspension& suspension) {
        log_about(log, suspension, all.suspensions_->trouble());
        all.notices_.offer(suspension);
    });
    return services;
}

void LimitServices::share_suspensions(bool is_strict, const Log& log) {
    if (shared_ == nullptr) {
        return;
    }
    shared_suspensions_ = std::make_unique<SharedSuspensions>(
        SharedSuspensions::Store{shared_->caller(), shared_->names()}, *suspensions_,
        SharedSuspensions::Settings{.is_strict = is_strict},
        SharedSuspensions::Listeners{
            .heard = [&log](const KnownSuspension& known,
                            bool is_release) { log_heard(log, known, is_release); },
            .trouble =
                [&log](const std::string& what, bool is_trouble) {
                    log.write(is_trouble ? LogLevel::warning : LogLevel::info,
                              LogLine("suspension").add(is_trouble ? "error" : "result", what));
                }});
}

void LimitServices::begin() {
    if (kept_) {
        kept_->begin();
    }
    suspensions_->begin();
    if (shared_suspensions_) {
        shared_suspensions_->begin();
    }
}

}  // namespace msa
