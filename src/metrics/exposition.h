// The text that Prometheus reads: its own format, 0.0.4, or OpenMetrics 1.0.
#pragma once

#include "base/histogram.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

class Exposition {
public:
    enum class Format { prometheus, open_metrics };
    enum class Type { counter, gauge, histogram };
    using Labels = std::vector<std::pair<std::string_view, std::string>>;  // name and value

    explicit Exposition(Format format) : format_(format) {}

    /// What sample() is about from now on. A counter's name ends in _total.
    void family(std::string_view name, Type type, std::string_view help);
    void sample(const Labels& labels, double value);
    void sample(const Labels& labels, std::uint64_t value);
    /// Of a histogram. So many of what it holds make one of what is told: 1e9 nanoseconds a second.
    void sample(const Labels& labels, const Histogram::Reading& values, double unit);

    /// Nothing can be added afterwards.
    [[nodiscard]] std::string finished();

private:
    void line(std::string_view ending, const Labels& labels, std::string_view value);

    Format format_;
    std::string name_;
    std::string text_;
};

[[nodiscard]] std::string to_text(Exposition::Type type);

/// OpenMetrics where an Accept field asks for it, whatever else it takes.
[[nodiscard]] Exposition::Format accepted_format(std::string_view accept);
[[nodiscard]] const char* media_type(Exposition::Format format);

}  // namespace msa
