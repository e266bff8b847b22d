#include "commands/in_force_records.h"

#include "audit/rule_archive.h"
#include "commands/in_force_things.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace msa {
namespace {

// Between two records of a table, and between attempts to write to a trail that takes nothing.
constexpr std::chrono::seconds pause{60};
constexpr std::size_t most_errors = 20;
constexpr std::size_t longest_error = 2000;

}  // namespace

Result<InForceRecords::Things> InForceRecords::kept_things(const LoadedRuleFiles& loaded,
                                                           const LoadedInputs& inputs,
                                                           const CandidateRules& candidate) const {
    const auto paths = TrailPaths::of(audit_.settings().file);
    std::map<std::string, std::string> archived;
    for (const auto& text : inputs.texts) {
        auto name = archive_rules(paths, text.octets);
        if (!name) {
            return within("the text of " + text.file + " cannot be kept beside the trail",
                          name.error());
        }
        archived[text.file] = *std::move(name);
    }
    auto things = in_force_things(loaded, inputs, archived);
    std::map<std::string, std::string> of_candidate;
    for (const auto& text : candidate.texts) {
        if (auto name =
                archive_rules(paths, text.octets)) {  // it stops nothing where it is not kept
            of_candidate[text.file] = *std::move(name);
        }
    }
    auto more = candidate_things(candidate.loaded, of_candidate);
    std::move(more.begin(), more.end(), std::back_inserter(things));
    return things;
}

void InForceRecords::take(Things things, LoadedInputs inputs, Time now) {
    things_ = std::move(things);
    told_ = now;
    watched_.clear();
    for (auto& table : inputs.tables) {
        if (is_fingerprinted_file(table.settings)) {
            watched_.push_back({std::move(table)});
        }
    }
}

Result<void> InForceRecords::begin(const LoadedRuleFiles& loaded, LoadedInputs inputs,
                                   const CandidateRules& candidate) {
    auto things = kept_things(loaded, inputs, candidate);
    if (!things) {
        return things.error();
    }
    const auto now = audit_.settings().now();
    const auto lines = in_force_lines(*things, now, audit_.settings().host);
    if (auto written = audit_.write_lines(lines); !written) {
        return written;
    }
    take(*std::move(things), std::move(inputs), now);
    (void)audit_.make_checkpoint();  // it logs what it cannot do, and is made later
    return {};
}

Result<void> InForceRecords::replace(const LoadedRuleFiles& loaded, LoadedInputs inputs,
                                     const CandidateRules& candidate, std::string_view asked_by) {
    auto things = kept_things(loaded, inputs, candidate);
    if (!things) {
        return things.error();
    }
    const auto now = audit_.settings().now();
    const auto& host = audit_.settings().host;
    auto lines = ControlLine("reload", now, host)
                     .text("by", asked_by)
                     .text("result", "ok")
                     .text("hash", loaded.rules->hashes())
                     .finished() +
                 '\n';
    lines += in_force_lines({things_, told_}, {*things, now}, host);
    if (auto written = audit_.write_lines(lines); !written) {
        return written;
    }
    take(*std::move(things), std::move(inputs), now);
    (void)audit_.make_checkpoint();  // it logs what it cannot do, and is made later
    return {};
}

void InForceRecords::note_failure(const std::vector<std::string>& errors,
                                  const std::string& still_in_force, std::string_view asked_by) {
    auto line = audit_.control("reload");
    line.text("by", asked_by).text("result", "failed").text("hash", still_in_force);
    auto& json = line.json();
    json.begin_list("errors");
    for (std::size_t i = 0; i < std::min(errors.size(), most_errors); ++i) {
        json.text(errors[i], longest_error);
    }
    json.end_list();
    if (errors.size() > most_errors) {
        json.number("errors_omitted", errors.size() - most_errors);
    }
    (void)audit_.write(line);  // what cannot be written is logged, and the gap record counts it
}

std::vector<std::pair<InForceRecords::Watched*, TableFingerprint>> InForceRecords::changed_tables(
    Steady now) {
    std::vector<std::pair<Watched*, TableFingerprint>> changed;
    for (auto& each : watched_) {
        const auto& known = each.table.print;
        if (now < each.next_look) {
            continue;
        }
        const auto state = state_of(each.table.settings.path());
        if (state && known.state && *state == *known.state) {
            continue;
        }
        each.next_look = now + pause;
        if (auto print = fingerprint(each.table.settings); print != known) {
            changed.emplace_back(&each, std::move(print));
        }
    }
    return changed;
}

void InForceRecords::look() {
    const auto steady = audit_.settings().monotonic();
    const auto now = audit_.settings().now();
    if (steady < next_attempt_) {
        return;
    }
    const auto changed = changed_tables(steady);
    const auto turn = next_turn(things_, told_);
    if (changed.empty() && now >= told_ && (!turn || now < *turn)) {
        return;
    }
    auto things = things_;
    for (const auto& [watched, print] : changed) {
        const auto thing = in_force_table({watched->table.rules, watched->table.settings, print});
        const auto same = std::find_if(things.begin(), things.end(), [&thing](const auto& each) {
            return each.kind == thing.kind && each.id == thing.id;
        });
        if (same != things.end()) {
            *same = thing;
        }
    }
    const auto lines = in_force_lines({things_, told_}, {things, now}, audit_.settings().host);
    if (!lines.empty() && !audit_.write_lines(lines)) {
        next_attempt_ = steady + pause;  // what was to be told is told then
        return;
    }
    things_ = std::move(things);
    told_ = now;
    for (const auto& [watched, print] : changed) {
        watched->table.print = print;
    }
}

}  // namespace msa
