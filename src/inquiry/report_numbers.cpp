// Counting for reports, see report_numbers.h.
#include "inquiry/report_numbers.h"

#include <algorithm>

namespace msa {

namespace {

constexpr std::int64_t day_microseconds = 86'400'000'000;

/// What is counted of a record, and of which records.
struct Plan {
    const char* name;
    std::vector<std::string> keys;
    const char* filter;
    bool (*is_counted)(const TransactionRecord&);
};

bool any(const TransactionRecord&) {
    return true;
}
bool is_refused(const TransactionRecord& record) {
    const auto& all = record.recipients;
    return !record.reply.empty() ||
           std::any_of(all.begin(), all.end(), [](const auto& each) { return !each.accepted; });
}

std::vector<Plan> plans(const TimeSpan& span) {
    const bool is_long = (span.end - span.begin) / day_microseconds > most_days;
    const std::string time = is_long ? "month" : "day";
    return {
        {"time", {time, "disposition"}, "", any},
        {"hosts", {"host", time}, "", any},
        {"dispositions", {"disposition"}, "", any},
        {"rules", {"rule"}, "", any},
        {"sources", {"source"}, "", any},
        {"tls", {"tls"}, "", any},
        {"unsigned", {"unsigned"}, "--unsigned", any},
        {"delegations", {"delegation"}, "", any},
        {"exceptions", {"exception"}, "", any},
        {"rule_files", {"rules_file", "rules"}, "", any},
        {"refused_logins", {"login"}, "--refused", is_refused},
    };
}

struct BlockNumbers {
    std::uint64_t messages = 0;
    std::vector<Counts> counts{};
    std::vector<std::pair<RecordHead, ControlRecord>> control{};
};

void look(BlockNumbers& found, const RecordReader& reader, const std::vector<Plan>& plans) {
    if (reader.head().kind != RecordKind::transaction) {
        found.control.emplace_back(reader.head(), reader.control());
        return;
    }
    ++found.messages;
    found.counts.resize(plans.size());
    for (std::size_t i = 0; i < plans.size(); ++i) {
        if (plans[i].is_counted(reader.transaction())) {
            found.counts[i].add(reader, plans[i].keys);
        }
    }
}

}  // namespace

const ReportCount& ReportNumbers::count(std::string_view name) const {
    return *std::find_if(counts.begin(), counts.end(),
                         [name](const ReportCount& each) { return each.name == name; });
}

Result<ReportNumbers> report_numbers(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    const auto planned = plans(span);
    ReportNumbers numbers;
    numbers.span = span;
    numbers.story = TrailStory(span.begin, span.end);
    for (const auto& plan : planned) {
        numbers.counts.push_back({plan.name, plan.keys, plan.filter});
    }
    const RecordFilter all;
    SearchScope scope;
    scope.span = span;
    scope.transactions = &all;
    scope.control = [](RecordKind) { return true; };
    scope.control_span = TimeSpan{.end = span.end};
    auto damaged = search<BlockNumbers>(
        files, progress, scope,
        [&](BlockNumbers& found, const RecordReader& reader, std::string_view) {
            look(found, reader, planned);
        },
        [&](BlockNumbers found) {
            numbers.messages += found.messages;
            for (std::size_t i = 0; i < found.counts.size(); ++i) {
                numbers.counts[i].counts.merge(std::move(found.counts[i]));
            }
            for (const auto& [head, record] : found.control) {
                numbers.story.add(head, record);
            }
        });
    if (!damaged) {
        return damaged.error();
    }
    numbers.damaged = *std::move(damaged);
    return numbers;
}

}  // namespace msa
