// msa-milter audit rules: which rule files were in force at a time, with their text.
#include "base/instant.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "inquiry/rules_at.h"
#include "trail/trail_time.h"

#include <chrono>
#include <iostream>
#include <limits>
#include <memory>

#include <unistd.h>

namespace msa {
namespace {

struct RulesOptions {
    TrailOptions trail;
    std::string at;
    bool is_short = false;
};

/// The end of what the trail tells, where no time is given.
Result<std::int64_t> moment_of(const RulesOptions& options) {
    if (options.at.empty()) {
        return std::numeric_limits<std::int64_t>::max() - 1;
    }
    const auto instant = parse_instant(options.at);
    if (!instant) {
        return within("--at '" + shown(options.at) + "'", instant.error());
    }
    return std::chrono::duration_cast<std::chrono::microseconds>(instant->time_since_epoch())
        .count();
}

/// As it is; on a terminal without what could steer it.
void print_text(const std::string& text) {
    if (::isatty(STDOUT_FILENO) != 1) {
        std::cout << text << (text.ends_with('\n') ? "" : "\n");
        return;
    }
    for (const auto line : split(text, '\n')) {
        std::cout << printable(line, text.size() * 4) << '\n';
    }
}

/// False: its text is not there, or another one.
bool print(const RulesAt& rules, const std::vector<TrailFile>& files, bool is_short) {
    std::cout << "# " << shown(rules.host) << ": " << shown(rules.file) << ", version "
              << shown(rules.version) << ", " << shown(rules.hash) << "\n# as recorded at "
              << trail_time(rules.since) << '\n';
    if (is_short) {
        return true;
    }
    const auto text = text_of(rules, files);
    if (!text) {
        std::cout << std::flush;
        (void)complain(text.error());  // the status is ours
        return false;
    }
    print_text(*text);
    return true;
}

int rules(const RulesOptions& options) {
    const auto moment = moment_of(options);
    if (!moment) {
        return complain(moment.error());
    }
    const auto paths = trail_paths(options.trail);
    if (!paths) {
        return complain(paths.error());
    }
    const auto files = record_files(*paths);
    if (!files) {
        return complain(files.error());
    }
    const auto in_force = told_rules_at(*files, *moment, progress_bar());
    if (!in_force) {
        return complain(in_force.error());
    }
    for (const auto& host : in_force->stopped_hosts()) {
        std::cerr << "msa-milter: " << shown(host)
                  << ": no daemon ran then; the last one had ended in order\n";
    }
    bool has_all = true;
    for (const auto& each : in_force->rules()) {
        has_all = print(each, *files, options.is_short) && has_all;
    }
    return !has_all ? exit_bad_input : in_force->rules().empty() ? exit_findings : exit_ok;
}

}  // namespace

void add_audit_rules(Command& audit, int& status) {
    auto options = std::make_shared<RulesOptions>();
    auto* command = audit.add_subcommand(
        "rules", "Print which rule files were in force at a time, and their text");
    add_trail_options(*command, options->trail);
    command->add_option("--at", options->at,
                        "An instant, 2026-11-26T19:30:00Z, or a day, which means its beginning; "
                        "absent: the end of the trail");
    command->add_flag("--short", options->is_short, "Names and hashes only");
    command->footer(
        "Exit status: 0 printed, 1 none was in force, 65 a text is not kept, or has another hash.");
    command->callback([options, &status] { status = rules(*options); });
}

}  // namespace msa
