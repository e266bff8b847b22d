// Watches a recorded transaction being judged again: which of the rules that had their turn read
// what the record does not have, so that nobody can tell what they would have said.
#pragma once

#include "policy/judge_observer.h"
#include "workbench/recorded_answers.h"
#include "workbench/recorded_mail.h"

#include <string>
#include <utility>
#include <vector>

namespace msa {

class FactGaps final : public JudgeObserver {
public:
    /// All must outlive this. `next`, where it is not null, is told the same.
    FactGaps(const RecordedMail& mail, const RuleSet& rules, RecordedAnswers& answers,
             JudgeObserver* next = nullptr)
        : mail_(mail), rules_(rules), answers_(answers), next_(next), doubts_(mail.not_kept.all) {}

    void begins(Stage stage) override;
    void asked(const AskedRule& asked) override;
    /// At the end. Empty: it could be judged.
    [[nodiscard]] std::vector<Doubt> doubts();

private:
    void add_identity();
    void add_unkept(const AskedRule& asked);
    /// Whether the condition of the rule, or of an exception to it, has such a key.
    template <class Has>
    [[nodiscard]] bool is_conditional(const Rule& rule, const Has& has) const;

    const RecordedMail& mail_;
    const RuleSet& rules_;
    RecordedAnswers& answers_;
    JudgeObserver* next_;
    std::vector<Doubt> doubts_;
};

}  // namespace msa
