// msa-milter replay: what other rules would have made of the messages of a trail.
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/recorded_rules.h"
#include "commands/rule_options.h"
#include "commands/table_changes.h"
#include "inquiry/record_filter.h"
#include "trail/record_files.h"
#include "workbench/replay_limit.h"
#include "workbench/replay_report.h"
#include "workbench/replayed_trail.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace msa {
namespace {

struct ReplayOptions {
    std::vector<std::string> rules;
    TrailOptions trail;
    std::string since;
    std::string until;
    std::vector<std::string> fail_on;
    std::size_t examples = 5;
    bool is_json = false;
};

Result<std::vector<ReplayLimit>> limits_of(const std::vector<std::string>& texts) {
    std::vector<ReplayLimit> limits;
    for (const auto& text : texts) {
        auto limit = parse_replay_limit(text);
        if (!limit) {
            return within("--fail-on", limit.error());
        }
        limits.push_back(*std::move(limit));
    }
    return limits;
}

Result<ReplayedTrail> replayed(const ReplayOptions& options, const TimeSpan& span,
                               const RecordedRules& rules) {
    const auto paths = trail_paths(options.trail);
    if (!paths) {
        return paths.error();
    }
    const auto files = record_files(*paths);
    if (!files) {
        return files.error();
    }
    TableChanges changes(rules, *files);
    auto made = replay_trail(
        *files, {.begin = span.begin, .end = span.end, .most_examples = options.examples},
        [&rules](RecordedAnswers& answers) { return rules.load(answers); },
        [&changes](const std::string& hash) -> const OtherTables& { return changes.since(hash); },
        progress_bar());
    for (const auto& hash : changes.unknown()) {
        std::cerr << "msa-milter: the text of the rules " << shown(hash)
                  << " is not beside the trail: tables are taken to be those that they named\n";
    }
    return made;
}

/// Error: nothing was judged again, and why.
Result<void> anything_judged(const ReplayedTrail& replay, const ReplayOptions& options) {
    const auto& sums = replay.sums;
    if (sums.all() == 0) {
        const bool has_span = !options.since.empty() || !options.until.empty();
        return Error{replay.damaged != 0 ? "no line of the trail is a record that can be read"
                     : has_span          ? "the trail has no transaction in that time"
                                         : "the trail has no transaction",
                     ErrorKind::bad_input};
    }
    if (sums.unreadable() == sums.all()) {
        return Error{"no transaction can be judged again: of " + std::to_string(sums.all()) + ", " +
                         sums.doubts().begin()->first +
                         "; from now on, facts = \"judged\" under [audit] in msa-milter.toml keeps "
                         "what is needed",
                     ErrorKind::bad_input};
    }
    return {};
}

int replay(const ReplayOptions& options) {
    const auto limits = limits_of(options.fail_on);
    const auto span = time_span(options.since, options.until);
    if (!limits || !span) {
        (void)complain(limits ? span.error() : limits.error());
        return exit_usage;
    }
    const auto rules = RecordedRules::read(options.rules);
    if (!rules) {
        return complain(rules.error());
    }
    const auto made = replayed(options, *span, *rules);
    if (!made) {
        return complain(made.error());
    }
    if (const auto said = anything_judged(*made, options); !said) {
        return complain(said.error());
    }
    ReplayReport report{.sums = made->sums, .files = rules->paths(), .hashes = rules->hashes()};
    for (const auto& limit : *limits) {
        if (limit.is_exceeded(made->sums)) {
            report.exceeded.push_back(limit.text);
        }
    }
    std::cout << (options.is_json ? replay_json(report) : replay_text(report));
    if (made->damaged != 0) {
        std::cout << std::flush;
        std::cerr << "msa-milter: " << made->damaged
                  << " lines of the trail are not records; `msa-milter audit verify` names them\n";
    }
    return !report.exceeded.empty() ? exit_limit : made->damaged != 0 ? exit_bad_input : exit_ok;
}

}  // namespace

void add_replay_command(Command& app, int& status) {
    auto options = std::make_shared<ReplayOptions>();
    auto* command = app.add_subcommand(
        "replay", "What other rules would have made of the messages of an audit trail");
    command
        ->add_option("NEW", options->rules,
                     "The rule file that judges them again; all of them, if the daemon has several")
        ->required();
    command
        ->add_option("--trail", options->trail.files,
                     "Trail files, or folders with them, .gz and .zst too; absent: the trail that "
                     "the settings name")
        ->expected(1, -1);
    command->add_option("--since", options->since, "Messages from this day or instant on, in UTC");
    command->add_option("--until", options->until, "Messages to this day, or to this instant");
    command
        ->add_option("--fail-on", options->fail_on,
                     "Exit with 2 above this: 'accepted->rejected>0', 'any->rejected>1%', "
                     "'undecidable>10', 'different>0'; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--examples", options->examples, "How many messages of each kind to name")
        ->between(0, 1'000'000)
        ->capture_default_str();
    command->add_option("--config", options->trail.config, "Daemon settings, which name the trail");
    command->add_flag("--json", options->is_json, "One JSON object, for programs");
    command->footer(
        "Judges the messages of which the trail keeps facts ([audit] facts in msa-milter.toml), "
        "at\ntheir own time and with what tables, DNS and limits answered then. Exit status: 0, 2 "
        "more than\n--fail-on allows, 64 --fail-on cannot count that, 65 nothing can be judged "
        "again, or lines of\nthe trail are damaged, 77 or 78 as `check`.");
    command->callback([options, &status] { status = replay(*options); });
}

}  // namespace msa
