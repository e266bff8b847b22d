#include "commands/kept_rates.h"

#include <cstdlib>
#include <string>
#include <string_view>

namespace msa {
namespace {

/// Empty: nowhere.
std::string file_of_rates(const DaemonSettings& settings) {
    if (settings.limits_file) {
        return *settings.limits_file == "none" ? std::string() : *settings.limits_file;
    }
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* const folders = std::getenv("STATE_DIRECTORY");  // with colons between them
    if (folders == nullptr) {
        return {};
    }
    const std::string_view first =
        std::string_view(folders).substr(0, std::string_view(folders).find(':'));
    return std::string(first) + "/limits.sqlite";
}

}  // namespace

std::unique_ptr<RateKeeper> kept_rates(const DaemonSettings& settings, RecentEvents& rates,
                                       Log& log) {
    const auto file = file_of_rates(settings);
    if (file.empty()) {
        return nullptr;
    }
    return std::make_unique<RateKeeper>(
        rates, file, [&log](const std::string& what, bool is_trouble) {
            log.write(is_trouble ? LogLevel::warning : LogLevel::info,
                      LogLine("rates").add(is_trouble ? "error" : "result", what));
        });
}

}  // namespace msa
