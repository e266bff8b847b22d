#include "metrics/exposition.h"

#include <array>
#include <charconv>

namespace msa {

namespace {

/// Of a label: backslashes, quotes and line ends are escaped in both formats.
void append_escaped(std::string& text, std::string_view value) {
    for (const char c : value) {
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
    text_ += type == Type::counter ? " counter\n" : " gauge\n";
}

void Exposition::sample(const Labels& labels, double value) {
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    line(labels, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void Exposition::sample(const Labels& labels, std::uint64_t value) {
    line(labels, std::to_string(value));
}

void Exposition::line(const Labels& labels, std::string_view value) {
    text_ += name_;
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
