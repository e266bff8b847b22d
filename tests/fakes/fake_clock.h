// A clock that stands still until it is set.
#pragma once

#include "submission/ports.h"

namespace msa {

class FakeClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override { return moment; }

    /// Fri, 21 Nov 2025 12:00:00 +0100.
    Moment moment{.time = std::chrono::system_clock::time_point(std::chrono::seconds(1763722800)),
                  .utc_offset = std::chrono::minutes(60)};
};

}  // namespace msa
