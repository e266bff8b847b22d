// Decisions of limits, see measured_limits.h.
#include "metrics/measured_limits.h"

namespace msa {
namespace {

/// What is only told, and answers nothing.
bool is_noted(const Charge& charge) {
    return charge.is_final && !charge.is_enforced && charge.counting != Counting::distinct;
}

}  // namespace

void MeasuredLimits::count(const Charge& charge, const char* decision) {
    const auto id = charge.key.substr(0, charge.key.find('|'));
    if (decisions_.add({id, decision}) == 1) {
        for (const auto* each : {"admitted", "refused", "cannot_tell"}) {
            decisions_.expect({id, each});
        }
    }
}

Result<std::vector<LimitAnswer>> MeasuredLimits::reserve(std::string_view transaction,
                                                         const std::vector<Charge>& charges) {
    auto answers = store_.reserve(transaction, charges);
    for (std::size_t i = 0; i < charges.size(); ++i) {
        if (!is_noted(charges[i])) {
            count(charges[i], !answers                  ? "cannot_tell"
                              : (*answers)[i].is_within ? "admitted"
                                                        : "refused");
        }
    }
    return answers;
}

}  // namespace msa
