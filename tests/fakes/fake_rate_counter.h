// Admits so many events and then no more, or cannot tell; remembers what it was asked.
#pragma once

#include "submission/ports.h"

#include <string>
#include <vector>

namespace msa {

class FakeRateCounter final : public RateCounter {
public:
    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override {
        asked.push_back(std::string(key) + ' ' + std::to_string(events) + '/' +
                        std::to_string(window.count()));
        if (cannot_tell) {
            return Error{"no more room"};
        }
        return left-- > 0;
    }

    int left = 1000000;
    bool cannot_tell = false;
    std::vector<std::string> asked;
};

}  // namespace msa
