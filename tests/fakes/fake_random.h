// Random numbers that everybody can foretell: 1, 2, 3, each as many octets as asked for.
#pragma once

#include "submission/ports.h"

#include <algorithm>

namespace msa {

class FakeRandom final : public RandomSource {
public:
    [[nodiscard]] std::string hex(std::size_t octets) override {
        const auto digits = std::to_string(++last_);
        const auto width = 2 * octets;
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    }

private:
    unsigned last_ = 0;
};

}  // namespace msa
