// Counters told apart by labels, all of which come from the configuration or from our own words:
// never from a client, or there would be as many as it likes.
#pragma once

#include "base/guarded.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace msa {

class LabelledCounts {
public:
    using Labels = std::vector<std::string>;  // values, in the order of their names

    /// How many there are then.
    std::uint64_t add(const Labels& labels) {
        return counts_.with([&labels](auto& counts) { return ++counts[labels]; });
    }
    /// Tells 0 of it: only from there Prometheus sees the first one come.
    void expect(const Labels& labels) {
        counts_.with([&labels](auto& counts) { counts.try_emplace(labels, 0); });
    }
    [[nodiscard]] std::map<Labels, std::uint64_t> all() const {
        return counts_.with([](const auto& counts) { return counts; });
    }

private:
    Guarded<std::map<Labels, std::uint64_t>> counts_;
};

}  // namespace msa
