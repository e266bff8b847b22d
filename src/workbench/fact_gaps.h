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
    FactGaps(const RecordedMail& mail, RecordedAnswers& answers, JudgeObserver* next = nullptr)
        : mail_(mail), answers_(answers), next_(next), doubts_(mail.not_kept.all) {}

    void begins(Stage stage) override;
    void asked(const AskedRule& asked) override;
    /// At the end. Empty: it could be judged.
    [[nodiscard]] std::vector<Doubt> doubts();

private:
    void add_unkept(const AskedRule& asked);

    const RecordedMail& mail_;
    RecordedAnswers& answers_;
    JudgeObserver* next_;
    std::vector<Doubt> doubts_;
};

}  // namespace msa
