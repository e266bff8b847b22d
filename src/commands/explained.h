// One message, judged as a daemon would judge it, and why. Nothing is recorded, and nothing counts
// against a limit.
#pragma once

#include "base/result.h"
#include "policy/rule_sets.h"
#include "submission/ports.h"
#include "workbench/explanation.h"
#include "workbench/session_words.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace msa {

struct ExplainQuestion {
    SessionWords session{.id = "explain"};
    std::string at{};                  // when; empty: now
    std::string name = "the message";  // in errors
    std::string message{};             // as with_crlf() has it
};

/// Who judges.
struct Judges {
    std::function<Result<RuleSets::Choice>(const Session& session)> rules_for;
    const Resolver* resolver = nullptr;     // null: there is nobody to ask
    std::chrono::milliseconds patience{0};  // for all questions of one stage
    std::string host_name;                  // right side of Message-IDs
};

/// Parts of it are views of the question.
[[nodiscard]] Result<Explanation> explained(const ExplainQuestion& question, const Judges& judges);

/// Refused for good and put off are told apart, as a client would have to.
[[nodiscard]] int exit_status_of(const AuditRecord& record);

}  // namespace msa
