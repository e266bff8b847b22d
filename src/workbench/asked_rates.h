// What one recorded transaction asks limits under other rules, whatever they answer.
#pragma once

#include "submission/ports.h"
#include "workbench/rate_span.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace msa {

struct RateQuestion {
    std::string key;
    RateLimit limit{};

    auto operator<=>(const RateQuestion&) const = default;
};

/// Questions, of which each depends on the answers to those before it.
struct AskedRates {
    static constexpr int none = -1;
    struct Node {
        RateQuestion question;
        int if_admitted = none;  // the question that follows
        int if_not = none;
    };
    std::vector<Node> nodes{};  // the first one is asked in any case
    bool is_whole = true;       // false: there are too many ways
};

/// `judge` judges the transaction once, and asks the counter that it is given; it must ask the same
/// where it is answered the same.
[[nodiscard]] AskedRates asked_rates(const std::function<void(RateCounter&)>& judge);

}  // namespace msa
