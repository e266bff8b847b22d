// Charges of a transaction, see asked_limits.h.
#include "workbench/asked_limits.h"

#include <utility>

namespace msa {

bool is_noted(const Charge& charge) {
    return charge.is_final && !charge.is_enforced && charge.counting != Counting::distinct;
}

AskedLimits::AskedLimits(const std::vector<LimitFact>& heard)
    : heard_(&heard, [this](std::string_view, const Charge&) -> Result<LimitAnswer> {
          is_unheard_ = true;
          return LimitAnswer{};
      }) {}

Result<std::vector<LimitAnswer>> AskedLimits::reserve(std::string_view transaction,
                                                      const std::vector<Charge>& charges) {
    std::vector<LimitAnswer> answers;
    LimitCall call;
    for (const auto& charge : charges) {
        is_unheard_ = false;
        const auto said = heard_.reserve(transaction, {charge});
        if (!said) {
            return said.error();
        }
        answers.push_back(said->front());
        if (is_unheard_) {
            call.charges.push_back(charge);
        } else {
            call.is_held_up = call.is_held_up || (charge.is_enforced && !answers.back().is_within);
        }
    }
    if (!call.charges.empty()) {
        calls_.push_back(std::move(call));
    }
    return answers;
}

}  // namespace msa
