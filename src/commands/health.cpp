#include "commands/health.h"

#include "base/text.h"
#include "commands/metrics_list.h"
#include "commands/warnings.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {
namespace {

/// Why mail would be put off, or leave unsigned, now; empty: it would not.
std::vector<std::string> obstacles(const Running& running) {
    std::vector<std::string> found;
    if (running.is_stopping) {
        found.emplace_back("the daemon is stopping");
    }
    const auto space = trail_space(running.settings.audit);
    if (!space.octets) {
        found.emplace_back("the trail's file is not there");
    } else if (space.free && *space.free < low_water) {
        found.emplace_back("the trail has less than 256 MiB left");
    }
    if (running.records.is_failing()) {
        found.emplace_back("the last record could not be written");
    }
    for (const auto& domain :
         unsigned_domains(running.rules.keys(), std::chrono::system_clock::now())) {
        found.push_back("no key of " + domain + " is active");
    }
    for (const auto& table : running.rules.tables()) {
        if (table->is_failing()) {
            found.push_back("table " + table->name() + " cannot tell");
        }
    }
    return found;
}

HttpAnswer readiness(const Running& running) {
    const auto found = obstacles(running);
    return {.status = found.empty() ? 200U : 503U,
            .text = found.empty() ? "ready\n" : join(found, "\n") + '\n'};
}

}  // namespace

HttpServer::Answer metrics_answer(const Running& running) {
    return [&running](std::string_view path, std::string_view accept) -> HttpAnswer {
        if (path == "/metrics") {
            return all_metrics(running, accept);
        }
        if (path == "/livez") {
            return {.text = "alive\n"};
        }
        if (path == "/readyz") {
            return readiness(running);
        }
        return {.status = 404, .text = "/metrics, /livez and /readyz are here\n"};
    };
}

}  // namespace msa
