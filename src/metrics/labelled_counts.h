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

    void add(const Labels& labels) {
        counts_.with([&labels](auto& counts) { ++counts[labels]; });
    }
    [[nodiscard]] std::map<Labels, std::uint64_t> all() const {
        return counts_.with([](const auto& counts) { return counts; });
    }

private:
    Guarded<std::map<Labels, std::uint64_t>> counts_;
};

}  // namespace msa
