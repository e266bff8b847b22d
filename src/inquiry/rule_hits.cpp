#include "inquiry/rule_hits.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace msa {
namespace {

using Names = std::set<std::string_view>;

void count(HitsByName& hits, const Names& names, std::int64_t time) {
    for (const auto name : names) {
        auto& each = hits[std::string(name)];
        ++each.count;
        each.last = std::max(each.last, time);
    }
}

void merge(HitsByName& all, const HitsByName& more) {
    for (const auto& [name, hits] : more) {
        auto& each = all[name];
        each.count += hits.count;
        each.last = std::max(each.last, hits.last);
    }
}

void look(TrailHits& hits, const RecordReader& reader) {
    constexpr std::string_view delegation = "delegation ";
    const auto& record = reader.transaction();
    Names rules;
    Names exceptions;
    Names delegations;
    for (const auto& finding : record.findings) {
        rules.insert(finding.rule);
        if (!finding.exception.empty()) {
            exceptions.insert(finding.exception);
        }
    }
    for (const auto& right : record.rights) {
        constexpr std::string_view on_behalf = "on behalf only: ";
        std::string_view by = right.by;
        by.remove_prefix(by.starts_with(on_behalf) ? on_behalf.size() : 0);
        if (by.starts_with(delegation)) {
            delegations.insert(by.substr(delegation.size()));
        }
    }
    const auto time = reader.head().time;
    count(hits.rules, rules, time);
    count(hits.exceptions, exceptions, time);
    count(hits.delegations, delegations, time);
}

}  // namespace

Result<TrailHits> trail_hits(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    const RecordFilter all;
    TrailHits hits;
    auto damaged = search<TrailHits>(
        files, progress, SearchScope{.span = span, .transactions = &all},
        [](TrailHits& found, const RecordReader& reader, std::string_view /*line*/) {
            look(found, reader);
        },
        [&hits](const TrailHits& found) {
            merge(hits.rules, found.rules);
            merge(hits.exceptions, found.exceptions);
            merge(hits.delegations, found.delegations);
        });
    if (!damaged) {
        return damaged.error();
    }
    hits.damaged = *std::move(damaged);
    return hits;
}

}  // namespace msa
