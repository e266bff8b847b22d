// SPF as checks ask for it, with its answers counted and timed.
#pragma once

#include "base/histogram.h"
#include "metrics/labelled_counts.h"
#include "submission/ports.h"

#include <string>

namespace msa {

class MeasuredSenderPolicy final : public SenderPolicy {
public:
    /// `policy` must outlive this.
    explicit MeasuredSenderPolicy(const SenderPolicy* policy) : policy_(policy) {
        for (const auto result :
             {SpfResult::pass, SpfResult::none, SpfResult::neutral, SpfResult::softfail,
              SpfResult::temperror, SpfResult::permerror, SpfResult::fail}) {
            results_.expect({std::string(to_text(result))});
        }
    }

    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                       Deadline deadline) const override {
        auto answer = timed_answer(question, deadline);
        results_.add({std::string(to_text(answer.result))});
        return answer;
    }

    [[nodiscard]] const LabelledCounts& results() const { return results_; }
    /// In nanoseconds.
    [[nodiscard]] const Histogram& times() const { return times_; }

private:
    [[nodiscard]] SpfAnswer timed_answer(const SpfQuestion& question, Deadline deadline) const {
        const Stopwatch watch(times_);
        return policy_->check_host(question, deadline);
    }

    const SenderPolicy* policy_;
    mutable LabelledCounts results_;
    mutable Histogram times_{duration_ends};
};

}  // namespace msa
