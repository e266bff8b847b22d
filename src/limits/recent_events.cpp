#include "limits/recent_events.h"

#include <limits>
#include <utility>

namespace msa {
namespace {

using SystemTime = std::chrono::system_clock::time_point;

constexpr const char* everybody = "";  // no transaction: nothing is given back

std::vector<KeptRate> rates_of(const KeptLimits& kept) {
    std::vector<KeptRate> rates;
    for (const auto& each : kept.limits) {
        rates.push_back({.key = each.key,
                         .empty_at = SystemTime(std::chrono::duration_cast<SystemTime::duration>(
                             each.empty_at.time_since_epoch())),
                         .window = std::chrono::ceil<std::chrono::seconds>(each.most)});
    }
    return rates;
}

}  // namespace

RecentEvents::RecentEvents(Clock clock, std::size_t most_keys)
    : limits_(std::move(clock), std::chrono::system_clock::now, {.keys = most_keys}) {}

Result<bool> RecentEvents::admit(std::string_view key, std::int64_t events,
                                 std::chrono::seconds window) {
    const auto answers = limits_.reserve(
        everybody,
        {{.key = std::string(key), .quota = {events, window, events}, .is_final = true}});
    limits_.commit(everybody);
    return answers ? Result<bool>(answers->front().is_within) : answers.error();
}

std::vector<KeptRate> RecentEvents::take_changes() {
    return rates_of(limits_.take_changes());
}

std::vector<KeptRate> RecentEvents::take_all() {
    return rates_of(limits_.all());
}

std::vector<KeptRate> RecentEvents::counted() {
    std::vector<KeptRate> rates;
    const auto uses = limits_.fullest(std::numeric_limits<std::size_t>::max());
    for (const auto& each : uses.value()) {  // in memory they can always be told
        rates.push_back({.key = each.key, .empty_at = each.empty_at, .window = {}});
    }
    return rates;
}

std::size_t RecentEvents::forget(const std::function<bool(const std::string& key)>& is_meant) {
    std::vector<Charge> meant;
    for (auto& each : counted()) {
        if (is_meant(each.key)) {
            meant.push_back({.key = std::move(each.key)});
        }
    }
    const auto forgotten = limits_.forget(meant);
    return forgotten ? *forgotten : 0;
}

void RecentEvents::restore(const std::vector<KeptRate>& rates) {
    KeptLimits kept;
    for (const auto& each : rates) {
        const auto empty_at = std::chrono::ceil<KeptTime::duration>(each.empty_at);
        kept.limits.push_back(
            {.key = each.key, .empty_at = empty_at, .most = each.window, .useless_at = empty_at});
    }
    limits_.restore(kept);
}

}  // namespace msa
