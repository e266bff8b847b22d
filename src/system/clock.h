// The time, and the zone in which this machine writes its dates.
#pragma once

#include "submission/ports.h"

namespace msa {

class SystemClock final : public Clock {
public:
    /// The offset is the one in force at that instant: it changes with summer time.
    [[nodiscard]] Moment now() const override;
};

}  // namespace msa
