// Records of held messages, see held_records.h.
#include "inquiry/held_records.h"

#include "inquiry/record_keys.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

using Instant = std::chrono::system_clock::time_point;

/// What people want to know of it, in this order.
constexpr std::array<std::string_view, 12> told_keys{
    "login",     "source",  "client", "listener",  "sender",     "author",
    "recipient", "finding", "grant",  "exception", "message_id", "rules"};

/// The queue knows whole seconds of a clock that may have been set meanwhile.
constexpr std::chrono::seconds slack{60};

HeldRecord held_record(const RecordReader& reader) {
    const auto& record = reader.transaction();
    HeldRecord held{.file = {},
                    .queue_id = std::string(record.queue_id),
                    .transaction = std::string(record.transaction),
                    .time = {},
                    .at = Instant(std::chrono::microseconds(reader.head().time)),
                    .login = std::string(record.identity ? record.identity->login : ""),
                    .rules_file = std::string(record.rules.file),
                    .rules = {},
                    .signatures = {},
                    .unsigned_reason = std::string(record.unsigned_reason),
                    .told = {}};
    for (const auto& each : record.findings) {
        if (each.action == "hold" && each.mode == "enforce") {
            held.rules.push_back({std::string(each.rule), std::string(each.what)});
        }
    }
    for (const auto& each : record.signatures) {
        held.signatures.push_back({std::string(each.d), std::string(each.s), std::string(each.b)});
    }
    const SeenRecord seen{reader.head(), record};
    held.time = find_record_key("time")->values(seen).front();
    for (const auto name : told_keys) {
        const auto* const key = find_record_key(name);
        for (auto& value : key == nullptr ? RecordKey::Values() : key->values(seen)) {
            held.told.emplace_back(name, std::move(value));
        }
    }
    return held;
}

Result<RecordFilter> held_only() {
    const auto& kinds = filter_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [](const auto& each) { return each.name == "disposition"; });
    RecordFilter filter;
    const auto demanded = filter.demand(*kind, {"held"}, {});
    return demanded ? Result<RecordFilter>(std::move(filter)) : demanded.error();
}

/// When the oldest of them came, in microseconds since 1970, and a little before.
std::int64_t begin_of(const QueuedSince& queued) {
    const auto first =
        std::min_element(queued.begin(), queued.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    return std::chrono::duration_cast<std::chrono::microseconds>(
               (first->second - slack).time_since_epoch())
        .count();
}

using HeldById = std::map<std::string, HeldRecord, std::less<>>;

void keep_newest(std::vector<HeldRecord> found, const std::string& file, HeldById& all) {
    for (auto& each : found) {
        each.file = file;
        auto& known = all[each.queue_id];
        if (known.at <= each.at) {
            known = std::move(each);
        }
    }
}

}  // namespace

Result<std::map<std::string, HeldRecord, std::less<>>> held_records(
    const std::vector<TrailFile>& files, const QueuedSince& queued,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    HeldById all;
    const auto filter = held_only();
    if (!filter || queued.empty()) {
        return filter ? Result(std::move(all)) : filter.error();
    }
    SearchScope scope;
    scope.transactions = &*filter;
    scope.span.begin = begin_of(queued);
    const auto look = [&queued](std::vector<HeldRecord>& found, const RecordReader& reader,
                                std::string_view) {
        const auto known = queued.find(reader.transaction().queue_id);
        const Instant at{std::chrono::microseconds(reader.head().time)};
        if (known != queued.end() && at + slack >= known->second) {
            found.push_back(held_record(reader));
        }
    };
    for (const auto& file : files) {
        const auto take = [&](std::vector<HeldRecord> found) {
            keep_newest(std::move(found), file.path, all);
        };
        const auto searched = search<std::vector<HeldRecord>>({file}, progress, scope, look, take);
        if (!searched) {
            return searched.error();
        }
    }
    return all;
}

}  // namespace msa
