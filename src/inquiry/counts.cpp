// Counting, see counts.h.
#include "inquiry/counts.h"

#include "trail/trail_time.h"

#include <algorithm>

namespace msa {

namespace {

// No value of a record that anybody would count has it.
constexpr char separator = '\0';

std::vector<std::string> control_values(const RecordReader& reader, std::string_view key) {
    const auto time = trail_time(reader.head().time);
    if (key == "time") {
        return {time};
    }
    if (key == "day" || key == "month") {
        return {time.substr(0, key == "day" ? 10 : 7)};
    }
    if (key == "record") {
        return {std::string(to_text(reader.head().kind))};
    }
    const auto* const member = reader.control().member(key);
    if (member == nullptr || member->text == "null") {
        return {};
    }
    return member->is_list ? member->items : std::vector<std::string>{member->text};
}

TableRow unpacked(std::string_view packed) {
    TableRow values;
    for (;;) {
        const auto end = packed.find(separator);
        values.emplace_back(packed.substr(0, end));
        if (end == std::string_view::npos) {
            return values;
        }
        packed.remove_prefix(end + 1);
    }
}

}  // namespace

std::vector<std::string> values_of(const RecordReader& reader, std::string_view key) {
    if (reader.head().kind != RecordKind::transaction) {
        return control_values(reader, key);
    }
    const auto* const known = find_record_key(key);
    return known == nullptr ? std::vector<std::string>()
                            : known->values({reader.head(), reader.transaction()});
}

std::string Counts::packed(const TableRow& values) {
    std::string text;
    for (const auto& value : values) {
        text += value;
        text += separator;
    }
    if (!text.empty()) {
        text.pop_back();
    }
    return text;
}

void Counts::add(const RecordReader& reader, const std::vector<std::string>& keys) {
    std::vector<std::string> combinations{std::string()};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto values = values_of(reader, keys[i]);
        std::vector<std::string> longer;
        for (const auto& beginning : combinations) {
            for (const auto& value : values) {
                longer.push_back(i == 0 ? value : beginning + separator + value);
            }
        }
        combinations = std::move(longer);
    }
    for (auto& each : combinations) {
        ++counts_[std::move(each)];
    }
}

void Counts::merge(Counts other) {
    if (counts_.empty()) {
        counts_ = std::move(other.counts_);
        return;
    }
    for (const auto& [values, count] : other.counts_) {
        counts_[values] += count;
    }
}

std::vector<Counts::Line> Counts::unordered() const {
    std::vector<Line> lines;
    lines.reserve(counts_.size());
    for (const auto& [values, count] : counts_) {
        lines.push_back({unpacked(values), count});
    }
    return lines;
}

std::vector<Counts::Line> Counts::by_count() const {
    auto lines = unordered();
    std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
        return a.count == b.count ? a.values < b.values : a.count > b.count;
    });
    return lines;
}

std::vector<Counts::Line> Counts::by_value() const {
    auto lines = unordered();
    std::sort(lines.begin(), lines.end(),
              [](const Line& a, const Line& b) { return a.values < b.values; });
    return lines;
}

}  // namespace msa
