// Judges recorded transactions again, under other rules.
#pragma once

#include "policy/rule_sets.h"
#include "workbench/evidence.h"
#include "workbench/fact_gaps.h"
#include "workbench/recorded_mail.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// One transaction, as it ended and as it would have.
struct Replayed {
    Ending after{};
    std::vector<Doubt> doubts{};  // not empty: nobody can tell
    Judgement judgement{};
};

/// For one thread.
class Replayer {
public:
    /// `load` makes the rule sets; all tables that are not written down in the rule files have to
    /// be `answers.table()`. Throws what `load` does.
    using Load = std::function<std::shared_ptr<const RuleSets>(RecordedAnswers& answers)>;
    /// Which tables are others than in the rules that have this hash. What it returns must stay.
    using Others = std::function<const OtherTables&(const std::string& rules_hash)>;
    /// Without `others` all are the same. What DNS says is noted in `evidence`, where that is not
    /// null; it must outlive this.
    explicit Replayer(const Load& load, Others others = {}, Evidence* evidence = nullptr)
        : others_(std::move(others)), rules_(load(answers_)) {
        if (evidence != nullptr) {
            watched_.emplace(answers_, *evidence);
        }
    }

    /// `observer`, where it is not null, is told of every rule.
    [[nodiscard]] Replayed judge_again(const RecordedMail& mail, JudgeObserver* observer = nullptr);
    /// What it asks limits, whatever these answer; absent: nobody can tell.
    [[nodiscard]] std::optional<AskedRates> rates_asked(const RecordedMail& mail);
    /// What it charges limits that the record does not tell of, while these say yes: when, and
    /// whether it is accepted then. A gap: nobody can tell.
    [[nodiscard]] LimitMoment limits_asked(const RecordedMail& mail);
    /// From now on limits answer so, where one is not null; both must outlive this.
    void count(const CountedRates* rates, const CountedLimits* limits) {
        counted_ = rates;
        counted_limits_ = limits;
    }
    /// Of all transactions that were judged again.
    [[nodiscard]] const SeenLimits& limits() const { return answers_.limits(); }
    [[nodiscard]] const RuleSets& rules() const { return *rules_; }

private:
    [[nodiscard]] Replayed judge_with(const RecordedMail& mail, JudgeObserver* observer,
                                      LimitStore& limits);
    [[nodiscard]] std::set<std::string> keys_at_mail(const RecordedMail& mail,
                                                     const LimitMoment& moment) const;
    void speak_for(const RecordedMail& mail);
    [[nodiscard]] Judgement judged(const RecordedMail& mail, const SubmittedMail& submission,
                                   RateCounter& rates, FactGaps& gaps,
                                   LimitStore* limits = nullptr);

    Others others_;
    const CountedRates* counted_ = nullptr;
    const CountedLimits* counted_limits_ = nullptr;
    RecordedAnswers answers_{};
    std::optional<WatchedResolver> watched_{};
    std::shared_ptr<const RuleSets> rules_;
};

}  // namespace msa
