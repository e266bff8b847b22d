// msa-milter rules: every rule, exception and delegation with what it does and until when; with a
// trail, how often each had something to say, and when that was last.
#include "base/instant.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/candidate_summary.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "commands/terminal.h"
#include "config/summary.h"
#include "inquiry/rule_hits.h"
#include "inquiry/text_table.h"
#include "trail/record_files.h"
#include "trail/trail_time.h"
#include "workbench/naming_signer.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Instant = std::chrono::system_clock::time_point;

struct RulesOptions {
    RuleOptions rules;
    std::vector<std::string> trail;
    bool has_trail = false;
    bool is_idle = false;  // only what has no hit
    bool is_of_candidate = false;
    std::string since;
    std::string until;
};

/// One rule, exception or delegation.
struct Entry {
    std::string_view kind;
    std::string name;
    std::string action;
    std::string whom;   // who answers for it
    std::string until;  // the last day
    std::string where;
    Hits hits{};
};

std::string day_of(const std::optional<Instant>& end) {
    return end ? last_day(*end) : std::string();
}

const Hits& hits_of(const HitsByName& hits, const std::string& name) {
    static const Hits none;
    const auto found = hits.find(name);
    return found == hits.end() ? none : found->second;
}

std::string action_of(const Rule& rule) {
    const std::string action(to_text(rule.action));
    return rule.action != Action::off && rule.mode == Mode::monitor ? action + ", monitored"
                                                                    : action;
}

std::vector<Entry> entries_of(const RuleSet& rules, const TrailHits& hits) {
    std::vector<Entry> entries;
    for (const auto& rule : rules.rules) {
        entries.push_back({.kind = "rule",
                           .name = rule.id,
                           .action = action_of(rule),
                           .whom = {},
                           .until = day_of(rule.monitor_until),
                           .where = rule.where,
                           .hits = hits_of(hits.rules, rule.id)});
    }
    for (const auto& exception : rules.exceptions) {
        entries.push_back(
            {.kind = "exception",
             .name = exception.id,
             .action = std::string(to_text(exception.action)) + " for " + exception.rule,
             .whom = exception.owner,
             .until = day_of(exception.until),
             .where = exception.where,
             .hits = hits_of(hits.exceptions, exception.id)});
    }
    for (const auto& delegation : rules.owners.settings().delegations) {
        entries.push_back({.kind = "delegation",
                           .name = delegation.id,
                           .action = std::string(to_text(delegation.right)),
                           .whom = delegation.owner,
                           .until = day_of(delegation.until),
                           .where = delegation.where,
                           .hits = hits_of(hits.delegations, delegation.id)});
    }
    return entries;
}

std::string last_of(const Hits& hits) {
    return hits.count == 0 ? std::string("never") : trail_time(hits.last);
}

nlohmann::ordered_json json_of(const Entry& entry, bool has_trail) {
    const auto or_null = [](const std::string& value) {
        return value.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(shown(value));
    };
    nlohmann::ordered_json json{{"kind", entry.kind},
                                {"name", entry.name},
                                {"action", entry.action},
                                {"owner", or_null(entry.whom)},
                                {"until", or_null(entry.until)},
                                {"where", or_null(entry.where)}};
    if (has_trail) {
        json["hits"] = entry.hits.count;
        json["last"] = entry.hits.count == 0 ? nlohmann::ordered_json()
                                             : nlohmann::ordered_json(trail_time(entry.hits.last));
    }
    return json;
}

void print_json(const std::vector<Entry>& entries, bool has_trail) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& entry : entries) {
        all.push_back(json_of(entry, has_trail));
    }
    std::cout << all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void print_text(const std::vector<Entry>& entries, bool has_trail) {
    std::vector<TableColumn> columns{{.heading = "RULE", .is_whole = true},
                                     {.heading = "ACTION", .is_whole = true}};
    if (has_trail) {
        columns.push_back({.heading = "HITS", .is_number = true, .is_whole = true});
        columns.push_back({.heading = "LAST", .is_whole = true});
    }
    columns.push_back({.heading = "UNTIL", .is_whole = true});
    columns.push_back({.heading = "OWNER"});
    columns.push_back({.heading = "WHERE"});
    TextTable table(std::move(columns), terminal_width());
    for (const auto& entry : entries) {
        const std::string kind = entry.kind == "rule" ? "" : std::string(entry.kind) + ' ';
        TableRow row{kind + entry.name, entry.action};
        if (has_trail) {
            constexpr std::size_t seconds = 19;  // 2026-11-21T19:31:22
            row.push_back(std::to_string(entry.hits.count));
            row.push_back(last_of(entry.hits).substr(0, seconds));
        }
        row.insert(row.end(), {entry.until, entry.whom, entry.where});
        table.add(row);
    }
    std::cout << table.taken(true);
}

/// What `look` finds in the trail that the options name.
template <class Found>
Result<Found> found_in_trail(
    const RulesOptions& options,
    Result<Found> (*look)(const std::vector<TrailFile>&, const TimeSpan&,
                          const std::function<void(std::uint64_t done, std::uint64_t all)>&)) {
    const auto span = time_span(options.since, options.until);
    if (!span) {
        return span.error();
    }
    const auto paths = trail_paths({.files = options.trail, .config = options.rules.config});
    if (!paths) {
        return paths.error();
    }
    const auto files = record_files(*paths);
    return files ? look(*files, *span, progress_bar()) : files.error();
}

int status_of(const DamagedLines& damaged) {
    if (damaged.count != 0) {
        std::cerr << "msa-milter: " << damaged.count
                  << " lines of the trail are not records; `msa-milter audit verify` names them\n";
        return exit_bad_input;
    }
    return exit_ok;
}

int candidate(const RulesOptions& options) {
    const auto sums = found_in_trail(options, candidate_sums);
    if (!sums) {
        return complain(sums.error());
    }
    std::cout << (options.rules.format == "json" ? candidate_json(*sums) : candidate_text(*sums));
    return status_of(sums->damaged);
}

int rules(const RulesOptions& options) {
    auto services = rule_services();
    services.make_signer = [](const SigningSettings& settings) {
        return Result<std::unique_ptr<const Signer>>(naming_signer(settings));
    };
    const auto loaded = load_named_rules(options.rules, services);
    if (!loaded) {
        return complain(loaded.error());
    }
    const auto hits =
        options.has_trail ? found_in_trail(options, trail_hits) : Result<TrailHits>(TrailHits());
    if (!hits) {
        return complain(hits.error());
    }
    std::vector<Entry> entries;
    for (const auto& file : *loaded) {
        auto more = entries_of(*file.rules, *hits);
        entries.insert(entries.end(), more.begin(), more.end());
    }
    if (options.is_idle) {
        std::erase_if(entries, [](const Entry& entry) { return entry.hits.count != 0; });
    }
    if (options.rules.format == "json") {
        print_json(entries, options.has_trail);
    } else {
        print_text(entries, options.has_trail);
    }
    return status_of(hits->damaged);
}

}  // namespace

void add_rules_command(Command& app, int& status) {
    auto options = std::make_shared<RulesOptions>();
    auto* command = app.add_subcommand(
        "rules", "List rules, exceptions and delegations, and how often each took effect");
    auto* trail = command->add_option("--trail", options->trail,
                                      "Count in these files or folders of the audit trail; without "
                                      "a name, in the trail of the settings");
    trail->expected(0, -1)->allow_extra_args(true);
    command->add_option("--since", options->since, "Count from this day or instant on, in UTC")
        ->needs(trail);
    command->add_option("--until", options->until, "Count to this day, or to this instant")
        ->needs(trail);
    auto* idle = command->add_flag("--idle", options->is_idle, "Only those that never took effect")
                     ->needs(trail);
    add_rule_options(*command, options->rules);
    command
        ->add_flag(
            "--candidate", options->is_of_candidate,
            "Instead, what the candidate would have judged differently, according to the trail")
        ->excludes(idle)
        ->excludes("--rules");
    command->footer(
        "Exit status: 0, 65 lines of the trail are damaged, 77 or 78 as `check` has them, or the "
        "trail\ncannot be read.");
    command->callback([options, trail, &status] {
        options->has_trail = trail->count() != 0;
        status = options->is_of_candidate ? candidate(*options) : rules(*options);
    });
}

}  // namespace msa
