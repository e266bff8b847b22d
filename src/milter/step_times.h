// How long an MTA waited for the answer at each stage. Read by whoever is curious.
#pragma once

#include "base/histogram.h"
#include "policy/stages.h"

#include <array>
#include <cstddef>

namespace msa {

class StepTimes {
public:
    /// In nanoseconds, with the record where the stage ended the transaction.
    [[nodiscard]] Histogram& of(Stage stage) { return times_.at(static_cast<std::size_t>(stage)); }
    [[nodiscard]] const Histogram& of(Stage stage) const {
        return times_.at(static_cast<std::size_t>(stage));
    }

private:
    std::array<Histogram, 4> times_{Histogram(duration_ends), Histogram(duration_ends),
                                    Histogram(duration_ends), Histogram(duration_ends)};
};

}  // namespace msa
