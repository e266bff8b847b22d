#include "commands/kept_rates.h"

#include "commands/state_file.h"

#include <string>

namespace msa {
std::unique_ptr<RateKeeper> kept_rates(const DaemonSettings& settings, RecentEvents& rates,
                                       MemoryLimits& limits, Log& log) {
    const auto file = state_file(settings.limits_file, "limits.sqlite");
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

}  // namespace msa
