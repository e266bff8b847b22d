// The rules in force with their tables, and how they are replaced: by SIGHUP and by the control
// socket alike.
#pragma once

#include "audit/audit_trail.h"
#include "base/guarded.h"
#include "base/log.h"
#include "commands/candidate_rules.h"
#include "commands/in_force_records.h"
#include "commands/key_gate.h"
#include "commands/services.h"
#include "config/rule_files.h"
#include "policy/rule_store.h"
#include "system/service_manager.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// What became of a reload.
struct ReloadReport {
    std::chrono::system_clock::time_point at;
    std::vector<std::string> errors;  // FILE:LINE:COLUMN: MESSAGE; empty: it worked
    std::vector<std::string> warnings;
    std::string hashes;  // of what is in force now
};

/// Where rules come from.
struct RuleSource {
    std::vector<std::string> paths;
    bool tests_required = false;           // see rule_gate.h
    std::vector<std::string> candidate{};  // see candidate_rules.h
    const Resolver* resolver = nullptr;    // see key_gate.h; outlives the rules
    SampleTaker* samples = nullptr;        // outlives the rules
};

/// What there is of a candidate.
struct CandidateState {
    std::vector<std::string> paths;   // empty: the settings name none
    std::vector<std::string> absent;  // files that are not there
    std::vector<std::string> errors;  // why it does not judge
};

class RulesInForce {
public:
    /// `loaded` must hold rules, `tables` those they ask. All references must outlive this.
    RulesInForce(RuleSource source, LoadedRuleFiles loaded, OpenTables tables, AuditTrail& audit,
                 const ServiceManager& manager, const Log& log);

    /// Tells the trail what is in force; `inputs` as they were noted when it was loaded.
    [[nodiscard]] Result<void> tell(const LoadedRuleFiles& loaded, LoadedInputs inputs);
    /// Reads the files anew and reopens the trail; on any error, and where the trail cannot be
    /// told, what is in force stays. One after the other, whoever asks (`asked_by`), and never
    /// after end().
    ReloadReport reload(std::string_view asked_by);
    /// The same of the rules in force, as they were read: their keys and tables are read anew, and
    /// what somebody is writing meanwhile does not count.
    ReloadReport renew(std::string_view asked_by);
    /// Tells the trail what has begun, changed or ended by itself. To be called every second or so.
    void look();
    void end();

    [[nodiscard]] RuleStore& store() { return store_; }
    [[nodiscard]] const RuleStore& store() const { return store_; }
    /// A line that names what is in force.
    [[nodiscard]] std::string status() const;
    [[nodiscard]] OpenTables tables() const;
    /// Absent: there was none.
    [[nodiscard]] std::optional<ReloadReport> last_reload() const;
    /// Of the files in force.
    [[nodiscard]] std::vector<std::string> warnings() const;
    /// Their keys, those that are retired too; each once.
    [[nodiscard]] std::vector<SigningKeySettings> keys() const;
    /// Their key folders, each once; none without a path.
    [[nodiscard]] std::vector<KeyFolderSettings> key_folders() const;
    /// When the files in force were read.
    [[nodiscard]] std::chrono::system_clock::time_point in_force_since() const;
    [[nodiscard]] CandidateState candidate() const;
    /// Logs what the tables were asked.
    void log_counts() const;

private:
    struct State {
        OpenTables tables;
        std::vector<std::string> warnings;
        std::vector<SigningKeySettings> keys;
        std::vector<KeyFolderSettings> folders;
        std::vector<LoadedInputs::Text> texts;
        std::optional<ReloadReport> last;
        CandidateState candidate;
        std::chrono::system_clock::time_point since = std::chrono::system_clock::now();
    };

    using Texts = std::optional<std::vector<LoadedInputs::Text>>;  // absent: those of the files

    [[nodiscard]] ReloadReport reload(std::string_view asked_by, const Texts& texts);
    void reopen_trail(ReloadReport& report);
    void read_anew(ReloadReport& report, std::string_view asked_by, const Texts& texts);
    [[nodiscard]] Result<void> allowed(const LoadedRuleFiles& loaded, bool is_by_hand,
                                       ReloadReport& report);
    [[nodiscard]] Result<void> keys_allowed(const LoadedRuleFiles& loaded, ReloadReport& report);
    void replace(LoadedRuleFiles loaded, OpenTables tables, const CandidateRules& candidate,
                 ReloadReport& report);
    void put_in_force(const LoadedRuleFiles& loaded, const CandidateRules& candidate);
    void fail(const LoadedRuleFiles& loaded, const Result<void>& allowed, ReloadReport& report);

    const RuleSource source_;
    AuditTrail& audit_;
    const ServiceManager& manager_;
    const Log& log_;
    RuleStore store_;
    Guarded<State> state_;
    std::mutex reloading_;
    InForceRecords records_;  // these two while reloading_ is held
    KeyGate keys_;
    std::atomic<bool> is_over_ = false;
};

}  // namespace msa
