#include "commands/rules_in_force.h"

#include "base/text.h"
#include "commands/rule_gate.h"
#include "rotation/key_folder.h"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

namespace msa {
namespace {

using Severity = Diagnostic::Severity;

void log_diagnostics(const std::vector<LoadedRules>& files, const Log& log) {
    for (const auto& file : files) {
        for (const auto& each : file.diagnostics.sorted()) {
            const bool is_error = each.severity == Severity::error;
            log.write(is_error ? LogLevel::error : LogLevel::warning,
                      LogLine("rules").add(is_error ? "error" : "warning",
                                           file.diagnostics.line_of(each)));
        }
    }
}

std::vector<std::string> lines_of(const std::vector<LoadedRules>& files, Severity severity) {
    std::vector<std::string> lines;
    for (const auto& file : files) {
        for (const auto& each : file.diagnostics.sorted()) {
            if (each.severity == severity && !each.is_accepted) {
                lines.push_back(file.diagnostics.line_of(each));
            }
        }
    }
    return lines;
}

std::vector<SigningKeySettings> keys_of(const std::vector<LoadedRules>& files) {
    std::vector<SigningKeySettings> keys;
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& file : files) {
        for (const auto& key : file.signing_keys) {
            if (seen.emplace(key.domain, key.selector).second) {
                keys.push_back(key);
            }
        }
    }
    return keys;
}

/// There are keys, and somebody has retired all of them: the last one of a domain is retired by
/// `key retire --force` alone.
bool are_all_retired(const std::string& folder) {
    const auto keys = keys_in(folder);
    return keys && !keys->empty() &&
           std::all_of(keys->begin(), keys->end(),
                       [](const FolderKey& key) { return key.life.state > KeyState::active; });
}

std::set<std::string> files_of_retired_keys(const std::vector<LoadedRules>& files) {
    std::set<std::string> found;
    for (const auto& file : files) {
        if (file.rules && !file.key_folder.path.empty() && are_all_retired(file.key_folder.path)) {
            found.insert(file.rules->file);
        }
    }
    return found;
}

std::vector<KeyFolderSettings> folders_of(const std::vector<LoadedRules>& files) {
    std::vector<KeyFolderSettings> folders;
    std::set<std::string> seen;
    for (const auto& file : files) {
        if (!file.key_folder.path.empty() && seen.insert(file.key_folder.path).second) {
            folders.push_back(file.key_folder);
        }
    }
    return folders;
}

void log_candidate(const CandidateRules& candidate, const Log& log) {
    if (candidate.paths.empty()) {
        return;
    }
    LogLine line("candidate");
    line.add("file", join(candidate.paths, ","));
    for (const auto& error : candidate.errors) {
        log.error(LogLine(line).add("result", "failed").add("error", error));
    }
    if (!candidate.absent.empty()) {
        log.info(line.add("result", "absent"));
    } else if (candidate.loaded.rules) {
        log.info(line.add("result", "ok").add("hash", candidate.loaded.rules->hashes()));
    }
}

void log_counts_of(const OpenTables& tables, const Log& log) {
    for (const auto& table : tables) {
        const auto counts = table->counts();
        log.info(LogLine("table")
                     .add("name", table->name())
                     .add("found", counts.found)
                     .add("not_found", counts.missing)
                     .add("errors", counts.errors)
                     .add("cached", counts.cached)
                     .add("stale", counts.stale));
    }
}

}  // namespace

RulesInForce::RulesInForce(RuleSource source, LoadedRuleFiles loaded, OpenTables tables,
                           AuditTrail& audit, const ServiceManager& manager, const Log& log)
    : source_(std::move(source)),
      audit_(audit),
      manager_(manager),
      log_(log),
      store_(std::move(loaded.rules)),
      state_(State{.tables = std::move(tables),
                   .warnings = lines_of(loaded.files, Severity::warning),
                   .keys = keys_of(loaded.files),
                   .folders = folders_of(loaded.files),
                   .texts = {},
                   .last = {},
                   .candidate = {},
                   .since = std::chrono::system_clock::now()}),
      records_(audit),
      keys_(source_.resolver) {
    keys_.pass(loaded.files);
    log_diagnostics(loaded.files, log_);
}

Result<void> RulesInForce::tell(const LoadedRuleFiles& loaded, LoadedInputs inputs) {
    const std::lock_guard lock(reloading_);
    const auto candidate =
        load_candidate(source_.candidate, tables(), std::chrono::system_clock::now());
    state_.with([&inputs](State& state) { state.texts = inputs.texts; });
    auto told = records_.begin(loaded, std::move(inputs), candidate);
    if (told) {
        put_in_force(loaded, candidate);
    }
    return told;
}

/// Where there is a candidate, it stands beside the rules.
void RulesInForce::put_in_force(const LoadedRuleFiles& loaded, const CandidateRules& candidate) {
    store_.replace(std::make_shared<const RuleSets>(loaded.rules->sets(), candidate.loaded.rules));
    log_candidate(candidate, log_);
    state_.with([&](State& state) {
        state.candidate = {candidate.paths, candidate.absent, candidate.errors};
    });
}

void RulesInForce::look() {
    const std::lock_guard lock(reloading_);
    if (is_over_) {
        return;
    }
    try {
        records_.look();
    } catch (const std::exception& error) {
        log_.error(LogLine("audit").add("result", "failed").add("error", error.what()));
    }
}

ReloadReport RulesInForce::reload(std::string_view asked_by) {
    return reload(asked_by, std::nullopt);
}

ReloadReport RulesInForce::renew(std::string_view asked_by) {
    return reload(asked_by, state_.with([](const State& state) { return state.texts; }));
}

ReloadReport RulesInForce::reload(std::string_view asked_by, const Texts& texts) {
    const std::lock_guard lock(reloading_);
    if (is_over_) {
        return {.at = std::chrono::system_clock::now(),
                .errors = {"the daemon is stopping"},
                .warnings = {},
                .hashes = store_.current()->hashes()};
    }
    manager_.reloading();
    ReloadReport report{
        .at = std::chrono::system_clock::now(), .errors = {}, .warnings = {}, .hashes = {}};
    try {
        reopen_trail(report);
        read_anew(report, asked_by, texts);
    } catch (const std::exception& error) {
        report.errors.emplace_back(error.what());
        log_.error(LogLine("reload").add("result", "failed").add("error", error.what()));
    }
    report.hashes = store_.current()->hashes();
    if (!report.errors.empty()) {
        records_.note_failure(report.errors, report.hashes, asked_by);
    }
    state_.with([&report](State& state) { state.last = report; });
    if (!is_over_) {  // else it was told that the daemon is stopping
        manager_.ready((report.errors.empty() ? "" : "reload failed, still ") + status());
    }
    return report;
}

void RulesInForce::reopen_trail(ReloadReport& report) {
    if (const auto reopened = audit_.reopen(); !reopened) {
        log_.error(LogLine("audit").add("result", "failed").add("error", reopened.error().what));
        report.warnings.push_back(reopened.error().what + "; the old file stays in use");
    }
}

void RulesInForce::read_anew(ReloadReport& report, std::string_view asked_by, const Texts& texts) {
    OpenTables tables;
    LoadedInputs inputs;
    const auto services = watched_services(tables, inputs, source_.samples,
                                           texts.value_or(std::vector<LoadedInputs::Text>()));
    auto loaded = load_rule_files(source_.paths, services, report.at);
    log_diagnostics(loaded.files, log_);
    const bool is_by_hand = !texts;
    auto allowed = loaded.rules ? this->allowed(loaded, is_by_hand, report) : Result<void>();
    CandidateRules candidate;
    const auto read = inputs.texts;
    if (loaded.rules && allowed) {
        candidate = load_candidate(source_.candidate, tables, report.at);
        allowed = records_.replace(loaded, std::move(inputs), candidate, asked_by);
    }
    if (loaded.rules && allowed) {
        replace(std::move(loaded), std::move(tables), candidate, report);
        state_.with([&read](State& state) { state.texts = read; });
    } else {
        fail(loaded, allowed, report);
    }
}

/// Whether what was loaded may come into force.
Result<void> RulesInForce::allowed(const LoadedRuleFiles& loaded, bool is_by_hand,
                                   ReloadReport& report) {
    if (auto may_become = store_.current()->may_become(*loaded.rules, {.time = report.at},
                                                       files_of_retired_keys(loaded.files));
        !may_become || !is_by_hand) {  // else the rules are those that are in force
        return may_become;
    }
    if (auto allowed = keys_allowed(loaded, report); !allowed || !source_.tests_required) {
        return allowed;
    }
    report.errors = failing_tests(loaded.files);
    for (const auto& line : report.errors) {
        log_.error(LogLine("rules").add("error", line));
    }
    return report.errors.empty()
               ? Result<void>()
               : Error{"the tests beside the rules do not pass", ErrorKind::bad_config};
}

/// DNS that does not answer keeps no rules out.
Result<void> RulesInForce::keys_allowed(const LoadedRuleFiles& loaded, ReloadReport& report) {
    const auto doubts = keys_.doubts(loaded.files, report.at);
    for (const auto& line : doubts.unknown) {
        const auto warning = "a new key was not compared with DNS: " + line;
        report.warnings.push_back(warning);
        log_.warning(LogLine("rules").add("warning", warning));
    }
    for (const auto& line : doubts.refused) {
        report.errors.push_back(line);
        log_.error(LogLine("rules").add("error", line));
    }
    return doubts.refused.empty()
               ? Result<void>()
               : Error{
                     "a key would take over that receivers cannot verify: publish it "
                     "(`msa-milter key dns`), or set its 'activate'",
                     ErrorKind::bad_config};
}

void RulesInForce::replace(LoadedRuleFiles loaded, OpenTables tables,
                           const CandidateRules& candidate, ReloadReport& report) {
    log_.info(LogLine("reload")
                  .add("result", "ok")
                  .add("file", join(source_.paths, ","))
                  .add("version", loaded.rules->versions())
                  .add("hash", loaded.rules->hashes()));
    const auto warnings = lines_of(loaded.files, Severity::warning);
    report.warnings.insert(report.warnings.end(), warnings.begin(), warnings.end());
    put_in_force(loaded, candidate);
    keys_.pass(loaded.files);
    for (const auto& error : candidate.errors) {
        report.warnings.push_back("the candidate does not load: " + error);
    }
    state_.with([&](State& state) {
        state.tables.swap(tables);
        state.warnings = warnings;
        state.keys = keys_of(loaded.files);
        state.folders = folders_of(loaded.files);
        state.since = report.at;
    });
    log_counts_of(tables, log_);  // those that are not needed any more
}

void RulesInForce::fail(const LoadedRuleFiles& loaded, const Result<void>& allowed,
                        ReloadReport& report) {
    LogLine line("reload");
    line.add("result", "failed").add("file", join(source_.paths, ","));
    const auto errors = lines_of(loaded.files, Severity::error);
    report.errors.insert(report.errors.end(), errors.begin(), errors.end());
    if (!allowed) {
        line.add("error", allowed.error().what);
        report.errors.push_back(allowed.error().what);
    } else {
        line.add("errors", report.errors.size());
    }
    log_.error(line.add("still_in_force", store_.current()->hashes()));
}

void RulesInForce::end() {
    is_over_ = true;
}

std::string RulesInForce::status() const {
    const auto rules = store_.current();
    return "rules " + rules->versions() + ' ' + rules->hashes();
}

OpenTables RulesInForce::tables() const {
    return state_.with([](const State& state) { return state.tables; });
}

std::optional<ReloadReport> RulesInForce::last_reload() const {
    return state_.with([](const State& state) { return state.last; });
}

std::vector<std::string> RulesInForce::warnings() const {
    return state_.with([](const State& state) { return state.warnings; });
}

std::vector<SigningKeySettings> RulesInForce::keys() const {
    return state_.with([](const State& state) { return state.keys; });
}

std::vector<KeyFolderSettings> RulesInForce::key_folders() const {
    return state_.with([](const State& state) { return state.folders; });
}

std::chrono::system_clock::time_point RulesInForce::in_force_since() const {
    return state_.with([](const State& state) { return state.since; });
}

CandidateState RulesInForce::candidate() const {
    return state_.with([](const State& state) { return state.candidate; });
}

void RulesInForce::log_counts() const {
    log_counts_of(tables(), log_);
}

}  // namespace msa
