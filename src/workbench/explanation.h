// Why a message fared as it did: every rule that had its turn, with its condition, what it was
// told, and what came of it.
#pragma once

#include "policy/judge_observer.h"
#include "workbench/evidence.h"
#include "workbench/submission.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct ExplainedRule {
    enum class Result {
        not_meant,  // its condition does not hold
        passed,     // nothing found
        excepted,   // found, and an exception lets it pass without a word
        found,      // see `findings`
    };
    std::string id{};
    std::string check{};
    std::string where{};      // FILE:LINE; empty: not written in the rule file
    std::string condition{};  // as when_text() has it
    Stage stage = Stage::mail;
    std::string recipient{};  // at that stage
    Result result = Result::passed;
    std::vector<JudgedFinding> findings{};
    std::vector<Fact> facts{};  // what it made tables and DNS say, if nobody had asked before
};

/// Of a transaction that is explained from its record.
struct ExplainedRecord {
    std::string transaction{};
    std::string ended{};                  // when, and how
    std::vector<std::string> not_kept{};  // a line each
    std::vector<std::string> doubts{};    // why nobody can tell; empty: that is not so
};

struct Explanation {
    SubmittedMail submission{};
    std::vector<std::string> assumed{};  // where nothing was said
    std::optional<ExplainedRecord> record{};
    std::vector<Fact> identity_facts{};
    std::vector<ExplainedRule> rules{};
    Judgement judgement{};

    /// The rule whose answer ended it; null: none did.
    [[nodiscard]] const ExplainedRule* decider() const;
};

/// Gathers what an Explanation needs while a message is judged.
class Explainer final : public JudgeObserver {
public:
    /// `evidence` must outlive this.
    explicit Explainer(Evidence& evidence) : evidence_(evidence) {}
    void begins(Stage stage) override;
    void asked(const AskedRule& rule) override;
    /// What was asked to learn who submits.
    [[nodiscard]] const std::vector<Fact>& identity_facts() const { return identity_facts_; }
    /// All rules that had their turn.
    [[nodiscard]] const std::vector<ExplainedRule>& rules() const { return rules_; }

private:
    Evidence& evidence_;
    std::vector<Fact> identity_facts_{};
    std::vector<ExplainedRule> rules_{};
};

[[nodiscard]] std::string_view to_text(ExplainedRule::Result result);

/// `login = "a", "group:b"; tls = true`: the keys of a `when`; empty: for everybody.
[[nodiscard]] std::string when_text(const Condition& when);

/// For a terminal: lines that end with LF.
[[nodiscard]] std::string explanation_text(const Explanation& explanation);
/// One JSON object, indented.
[[nodiscard]] std::string explanation_json(const Explanation& explanation);

}  // namespace msa
