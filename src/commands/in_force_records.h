// Tells the trail what is in force: when a daemon starts, at reloads, and when something begins,
// changes or ends by itself. Not for two threads at once.
#pragma once

#include "audit/audit_trail.h"
#include "audit/in_force.h"
#include "commands/candidate_rules.h"
#include "commands/loaded_inputs.h"
#include "config/rule_files.h"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

class InForceRecords {
public:
    /// Must outlive this.
    explicit InForceRecords(AuditTrail& audit) : audit_(audit) {}

    /// Keeps the texts of the rule files, then records all that holds.
    [[nodiscard]] Result<void> begin(const LoadedRuleFiles& loaded, LoadedInputs inputs,
                                     const CandidateRules& candidate);
    /// The same of other rules: that they were read, and what they change, in one piece. After an
    /// error nothing was recorded, and the old ones still are what the trail knows.
    [[nodiscard]] Result<void> replace(const LoadedRuleFiles& loaded, LoadedInputs inputs,
                                       const CandidateRules& candidate, std::string_view asked_by);
    /// That others could not be read.
    void note_failure(const std::vector<std::string>& errors, const std::string& still_in_force,
                      std::string_view asked_by);

    /// To be called every second or so: dates pass, and files of tables are written anew. A table
    /// is told of at most once a minute.
    void look();

private:
    using Time = InForceThing::Time;
    using Steady = std::chrono::steady_clock::time_point;
    using Things = std::vector<InForceThing>;

    struct Watched {
        LoadedInputs::NamedTable table;
        Steady next_look{};
    };

    [[nodiscard]] Result<Things> kept_things(const LoadedRuleFiles& loaded,
                                             const LoadedInputs& inputs,
                                             const CandidateRules& candidate) const;
    void take(Things things, LoadedInputs inputs, Time now);
    [[nodiscard]] std::vector<std::pair<Watched*, TableFingerprint>> changed_tables(Steady now);

    AuditTrail& audit_;
    Things things_;  // as the trail was told
    Time told_{};
    std::vector<Watched> watched_;
    Steady next_attempt_{};
};

}  // namespace msa
