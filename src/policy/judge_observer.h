// Who watches a judgement, for people who ask why: what each rule of a stage was asked and
// answered.
#pragma once

#include "policy/audit_record.h"
#include "policy/rule_set.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace msa {

/// A rule that had its turn.
struct AskedRule {
    const Rule& rule;
    Stage stage = Stage::mail;
    std::string_view subject;  // the recipient at that stage, otherwise empty
    bool is_meant = true;      // false: its condition does not hold; not asked
    bool is_proved = false;    // somebody is proved to submit
    std::size_t found = 0;     // findings of its check
    std::span<const JudgedFinding>
        judged;  // what became of them; fewer: an exception lets them pass
};

class JudgeObserver {
public:
    JudgeObserver() = default;
    JudgeObserver(const JudgeObserver&) = delete;
    JudgeObserver& operator=(const JudgeObserver&) = delete;
    virtual ~JudgeObserver() = default;
    /// Before the first rule of a stage has its turn.
    virtual void begins(Stage stage) = 0;
    /// In the order of evaluation; the last of a stage that refuses is the rule that decided. What
    /// is shown is valid during the call.
    virtual void asked(const AskedRule& rule) = 0;
};

}  // namespace msa
