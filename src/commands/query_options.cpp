// Options of `audit query`, see query_options.h.
#include "commands/query_options.h"

#include "base/text.h"
#include "checks/all_checks.h"
#include "command_line/command.h"
#include "inquiry/filter_words.h"

#include <algorithm>

namespace msa {
namespace {

using Strings = std::vector<std::string>;

Error usage(std::string what) {
    return {std::move(what), ErrorKind::bad_input};
}

Strings control_kinds() {
    Strings kinds;
    for (int i = static_cast<int>(RecordKind::tree); i <= static_cast<int>(RecordKind::other);
         ++i) {
        kinds.emplace_back(to_text(static_cast<RecordKind>(i)));
    }
    return kinds;
}

/// Of control records any member may be named: which there are, later versions decide.
Result<Strings> keys_of(const Strings& typed, bool is_about_control) {
    Strings keys;
    for (const auto& text : typed) {
        for (const auto part : split(text, ',')) {
            keys.emplace_back(part);
        }
    }
    for (const auto& key : keys) {
        const bool is_name = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || c == '_';
        });
        if (is_about_control ? !is_name : find_record_key(key) == nullptr) {
            return unknown_value(
                "key", key,
                is_about_control ? Strings{"time", "day", "record", "host"} : record_key_names());
        }
    }
    return keys;
}

Result<void> check_control(const QueryOptions& options) {
    for (const auto& kind : options.record) {
        const auto known = control_kinds();
        if (kind != "*" && std::find(known.begin(), known.end(), kind) == known.end()) {
            return unknown_value("kind of record", kind, known);
        }
    }
    const bool is_filtered = std::any_of(options.filters.begin(), options.filters.end(),
                                         [](const auto& each) { return !each.second.empty(); }) ||
                             options.is_unsigned || options.is_on_behalf || options.is_refused ||
                             options.is_late;
    if (options.is_about_control() && (is_filtered || options.wants_idle_rules)) {
        return usage(
            "control records (--record) can only be filtered by time: the other filters are about "
            "messages");
    }
    return {};
}

Result<void> add_filters(const QueryOptions& options, const FilterKnowledge& known,
                         RecordFilter& filter) {
    for (const auto& kind : filter_kinds()) {
        auto values = options.filters.at(std::string(kind.name));
        if (kind.name == "right" && options.is_on_behalf) {
            values.emplace_back("on_behalf");
        }
        if (values.empty()) {
            continue;
        }
        const auto demanded = filter.demand(kind, values, known);
        if (!demanded) {
            return demanded.error();
        }
    }
    if (options.is_unsigned) {
        filter.demand_unsigned();
    }
    if (options.is_refused) {
        filter.demand_refusal();
    }
    return {};
}

Result<void> check_combination(const QueryOptions& options) {
    if (options.top && options.count_by.empty()) {
        return usage("--top is about counts: name what is counted with --count-by, or use --last");
    }
    if (!options.count_by.empty() &&
        (options.is_long || options.last || !options.columns.empty())) {
        return usage("--count-by shows counts only: leave out --long, --last and --columns");
    }
    return {};
}

}  // namespace

std::vector<std::string> rule_names() {
    std::vector<std::string> names;
    for (const auto& check : all_checks()) {
        names.emplace_back(check.name);
    }
    return names;
}

SearchScope Query::scope(const QueryOptions& options) const {
    SearchScope scope;
    scope.span = span;
    if (!options.is_about_control()) {
        scope.transactions = &filter;
        return scope;
    }
    scope.control = [kinds = options.record](RecordKind kind) {
        return std::any_of(kinds.begin(), kinds.end(), [kind](const std::string& each) {
            return each == "*" || each == to_text(kind);
        });
    };
    return scope;
}

Result<Query> query_of(const QueryOptions& options, std::vector<PseudonymKey> pseudonyms) {
    const FilterKnowledge known{rule_names(), std::move(pseudonyms)};
    Query query;
    const auto span = time_span(options.since, options.until);
    if (!span) {
        return span.error();
    }
    query.span = *span;
    for (const auto& checked : {check_control(options), check_combination(options),
                                add_filters(options, known, query.filter)}) {
        if (!checked) {
            return checked.error();
        }
    }
    auto columns = keys_of(options.columns, options.is_about_control());
    auto count_by = keys_of(options.count_by, options.is_about_control());
    if (!columns || !count_by) {
        return columns ? count_by.error() : columns.error();
    }
    query.columns = *std::move(columns);
    query.count_by = *std::move(count_by);
    return query;
}

void add_query_options(Command& command, QueryOptions& options) {
    add_trail_options(command, options.trail);
    for (const auto& kind : filter_kinds()) {
        const std::string name(kind.name);
        command.add_option("--" + name, options.filters[name], std::string(kind.about))
            ->allow_extra_args(false);
    }
    command.add_option("--since", options.since, "From this day or instant on, in UTC");
    command.add_option("--until", options.until, "To this day, or to this instant");
    command.add_flag("--unsigned", options.is_unsigned, "It left without a signature");
    command.add_flag("--on-behalf", options.is_on_behalf, "Somebody wrote on behalf of another");
    command.add_flag("--refused", options.is_refused, "The message or a recipient was refused");
    command.add_flag("--late", options.is_late,
                     "It used a delegation or an exception after its end");
    command
        .add_option("--record", options.record,
                    "Records of this kind instead, about the trail itself; * for all kinds")
        ->allow_extra_args(false);
    command.add_option("--columns", options.columns, "What is shown, as KEY,KEY")
        ->allow_extra_args(false);
    command.add_option("--count-by", options.count_by, "Count records by KEY, or by KEY,KEY")
        ->allow_extra_args(false);
    command.add_option("--top", options.top, "Only this many of the greatest counts")->positive();
    command.add_option("--last", options.last, "Only this many of the newest records")->positive();
    command.add_flag("--long", options.is_long, "Everything in a record, one line each");
    command.add_flag("--idle-rules", options.wants_idle_rules,
                     "The rules that found nothing in these records");
    auto* csv = command.add_flag("--csv", options.is_csv, "Comma-separated values (RFC 4180)");
    command
        .add_flag("--json", options.is_json,
                  "The lines themselves; with --count-by, one object a line")
        ->excludes(csv);
}

}  // namespace msa
