#include "metrics/exposition.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace msa {

namespace {

/// Of a label: backslashes, quotes and line ends are escaped in both formats. One label that is no
/// UTF-8, as the name of a file may be, and the whole text would be refused.
void append_escaped(std::string& text, std::string_view value) {
    const std::string shown = is_utf8(value) ? std::string(value) : printable(value);
    for (const char c : shown) {
        if (c == '\\' || c == '"') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else {
            text += c;
        }
    }
}

constexpr std::string_view total = "_total";

std::string text_of(double value) {
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

/// Of a bucket: OpenMetrics wants 1 to be 1.0, and both formats are to name it alike.
std::string end_of_bucket(double value) {
    std::string text = text_of(value);
    if (text.find_first_of(".e") == std::string::npos) {
        text += ".0";
    }
    return text;
}

}  // namespace

void Exposition::family(std::string_view name, Type type, std::string_view help) {
    name_ = name;
    // In OpenMetrics the family of a counter has the name without _total.
    if (format_ == Format::open_metrics && name.ends_with(total)) {
        name.remove_suffix(total.size());
    }
    text_ += "# HELP ";
    text_ += name;
    text_ += ' ';
    text_ += help;
    text_ += "\n# TYPE ";
    text_ += name;
    text_ += ' ';
    text_ += to_text(type);
    text_ += '\n';
}

void Exposition::sample(const Labels& labels, double value) {
    line({}, labels, text_of(value));
}

void Exposition::sample(const Labels& labels, std::uint64_t value) {
    line({}, labels, std::to_string(value));
}

void Exposition::sample(const Labels& labels, const Histogram::Reading& values, double unit) {
    auto within = labels;
    within.emplace_back("le", std::string());
    for (std::size_t place = 0; place < values.at_most.size(); ++place) {
        within.back().second = end_of_bucket(static_cast<double>(values.ends[place]) / unit);
        line("_bucket", within, std::to_string(values.at_most[place]));
    }
    within.back().second = "+Inf";
    line("_bucket", within, std::to_string(values.count));
    line("_sum", labels, text_of(static_cast<double>(values.sum) / unit));
    line("_count", labels, std::to_string(values.count));
}

void Exposition::line(std::string_view ending, const Labels& labels, std::string_view value) {
    text_ += name_;
    text_ += ending;
    char before = '{';
    for (const auto& [name, text] : labels) {
        text_ += before;
        text_ += name;
        text_ += "=\"";
        append_escaped(text_, text);
        text_ += '"';
        before = ',';
    }
    text_ += labels.empty() ? " " : "} ";
    text_ += value;
    text_ += '\n';
}

std::string Exposition::finished() {
    if (format_ == Format::open_metrics) {
        text_ += "# EOF\n";
    }
    return std::move(text_);
}

std::string to_text(Exposition::Type type) {
    switch (type) {
        case Exposition::Type::counter: return "counter";
        case Exposition::Type::gauge: return "gauge";
        case Exposition::Type::histogram: break;
    }
    return "histogram";
}

Exposition::Format accepted_format(std::string_view accept) {
    return accept.find("application/openmetrics-text") == std::string_view::npos
               ? Exposition::Format::prometheus
               : Exposition::Format::open_metrics;
}

const char* media_type(Exposition::Format format) {
    return format == Exposition::Format::open_metrics
               ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
               : "text/plain; version=0.0.4; charset=utf-8";
}

}  // namespace msa
