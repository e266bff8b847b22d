// The rates that limits ask, with what they were told counted: by the limit, never by whose it is.
#pragma once

#include "metrics/labelled_counts.h"
#include "submission/ports.h"

#include <string>
#include <string_view>

namespace msa {

class MeasuredRates final : public RateCounter {
public:
    /// `rates` must outlive this.
    explicit MeasuredRates(RateCounter& rates) : rates_(rates) {}

    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override {
        auto answer = rates_.admit(key, events, window);
        const auto limit = std::to_string(events) + '/' + std::to_string(window.count()) + 's';
        const auto* decision = !answer ? "cannot_tell" : *answer ? "admitted" : "refused";
        if (decisions_.add({limit, decision}) == 1) {
            for (const auto* each : {"admitted", "refused", "cannot_tell"}) {
                decisions_.expect({limit, each});
            }
        }
        return answer;
    }

    /// By limit, as in 500/3600s, and decision.
    [[nodiscard]] const LabelledCounts& decisions() const { return decisions_; }

private:
    RateCounter& rates_;
    LabelledCounts decisions_;
};

}  // namespace msa
