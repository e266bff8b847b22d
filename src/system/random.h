// Random numbers of the kernel.
#pragma once

#include "submission/ports.h"

namespace msa {

class SystemRandom final : public RandomSource {
public:
    /// Throws std::system_error where the kernel has none to give.
    [[nodiscard]] std::string hex(std::size_t octets) override;
};

}  // namespace msa
