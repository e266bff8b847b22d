#include "base/histogram.h"

#include <algorithm>

namespace msa {

void Histogram::add(std::uint64_t value) noexcept {
    const auto place = std::lower_bound(ends_.begin(), ends_.end(), value) - ends_.begin();
    counts_.at(static_cast<std::size_t>(place)).fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Reading& Histogram::Reading::operator+=(const Reading& other) {
    for (std::size_t place = 0; place < at_most.size(); ++place) {
        at_most[place] += other.at_most.at(place);
    }
    count += other.count;
    sum += other.sum;
    return *this;
}

Histogram::Reading Histogram::reading() const {
    Reading reading{.ends = ends_, .at_most = {}};
    reading.sum = sum_.load(std::memory_order_relaxed);
    for (std::size_t place = 0; place <= ends_.size(); ++place) {
        reading.count += counts_.at(place).load(std::memory_order_relaxed);
        if (place < ends_.size()) {
            reading.at_most.push_back(reading.count);
        }
    }
    return reading;
}

}  // namespace msa
