#include "commands/dns_metrics.h"

#include "metrics/exposition.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>

namespace msa {
namespace {

constexpr std::size_t most_told_whole = 1001;  // reports, with that of the host

/// As a label has it.
std::string label(SightVerdict verdict) {
    return verdict == SightVerdict::cannot_tell ? "cannot_tell" : std::string(to_text(verdict));
}

}  // namespace

std::string dns_metrics(const std::vector<DomainReport>& reports,
                        std::chrono::system_clock::time_point now) {
    using Counts = std::array<std::uint64_t, sight_verdicts>;
    Exposition metrics(Exposition::Format::prometheus);
    const bool are_many = reports.size() > most_told_whole;
    metrics.family("msa_milter_dns_check_sights", Exposition::Type::gauge,
                   "What `msa-milter dns check` found, by verdict, without zeros; domain \"\" is "
                   "this host. Of more than 1000 domains what is ok is left out.");
    for (const auto& report : reports) {
        std::map<std::string_view, Counts> by_item;
        for (const auto& each : report.sights) {
            ++by_item[each.item].at(static_cast<std::size_t>(each.sight.verdict));
        }
        for (const auto& [item, counts] : by_item) {
            for (std::size_t i = 0; i < counts.size(); ++i) {
                const auto verdict = static_cast<SightVerdict>(i);
                if (counts.at(i) == 0 || (are_many && verdict == SightVerdict::ok)) {
                    continue;
                }
                metrics.sample({{"domain", report.domain},
                                {"item", std::string(item)},
                                {"verdict", label(verdict)}},
                               counts.at(i));
            }
        }
    }
    metrics.family("msa_milter_dns_check_domains", Exposition::Type::gauge,
                   "How many domains `msa-milter dns check` asked about.");
    metrics.sample({}, static_cast<std::uint64_t>(std::count_if(
                           reports.begin(), reports.end(),
                           [](const auto& report) { return !report.domain.empty(); })));
    metrics.family("msa_milter_dns_check_timestamp_seconds", Exposition::Type::gauge,
                   "When `msa-milter dns check` ran last.");
    metrics.sample({}, std::chrono::duration<double>(now.time_since_epoch()).count());
    return metrics.finished();
}

}  // namespace msa
