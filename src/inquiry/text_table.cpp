// Tables, see text_table.h.
#include "inquiry/text_table.h"

#include "audit/json_text.h"
#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace msa {

namespace {

constexpr std::size_t measured_rows = 1000;
constexpr std::size_t longest_cell = 500;
constexpr std::size_t narrowest = 8;
constexpr std::string_view gap = "  ";

std::string padded(const std::string& cell, std::size_t width, bool is_right) {
    const bool is_cut = cell.size() > width;
    std::string text = is_cut ? cell.substr(0, width - 3) + "..." : cell;
    text.insert(is_right ? 0 : text.size(), width - text.size(), ' ');
    return text;
}

}  // namespace

void TextTable::add(const TableRow& row) {
    TableRow safe;
    safe.reserve(row.size());
    for (const auto& cell : row) {
        safe.push_back(printable(cell, longest_cell));
    }
    rows_.push_back(std::move(safe));
}

void TextTable::measure() {
    widths_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t widest = columns_[i].heading.size();
        for (const auto& row : rows_) {
            widest = std::max(widest, row[i].size());
        }
        widths_.push_back(widest);
    }
    const auto gaps = gap.size() * (widths_.size() - 1);
    const auto can_be_cut = [&](std::size_t i) {
        return !columns_[i].is_whole && widths_[i] > narrowest;
    };
    for (auto all = std::accumulate(widths_.begin(), widths_.end(), gaps); all > width_; --all) {
        auto widest = widths_.size();
        for (std::size_t i = 0; i < widths_.size(); ++i) {
            if (can_be_cut(i) && (widest == widths_.size() || widths_[i] > widths_[widest])) {
                widest = i;
            }
        }
        if (widest == widths_.size()) {
            break;
        }
        --widths_[widest];
    }
}

std::string TextTable::line_of(const TableRow& row) const {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        line += i == 0 ? std::string_view() : gap;
        line += padded(row[i], widths_[i], columns_[i].is_number);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

std::string TextTable::taken(bool is_end) {
    if (!is_begun_ && !is_end && rows_.size() < measured_rows) {
        return {};
    }
    std::string text;
    if (!is_begun_ && !rows_.empty()) {
        is_begun_ = true;
        measure();
        TableRow heading;
        for (const auto& column : columns_) {
            heading.push_back(column.heading);
        }
        text = line_of(heading);
    }
    for (const auto& row : rows_) {
        text += line_of(row);
    }
    rows_.clear();
    return text;
}

std::string csv_line(const TableRow& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        std::string cell;
        for (std::size_t at = 0; at < row[i].size();) {
            const auto rest = std::string_view(row[i]).substr(at);
            const auto length = std::max<std::size_t>(1, utf8_length(rest));
            const auto octets = rest.substr(0, length);
            // C1 controls are of two octets, the first 0xc2.
            const bool is_c1 = length == 2 && octets[0] == '\xc2' && octets[1] < '\xa0';
            const bool is_odd =
                is_control(octets[0]) || is_c1 || (length == 1 && is_8bit(octets[0]));
            cell += is_odd ? printable(octets) : octets == "\"" ? "\"\"" : std::string(octets);
            at += length;
        }
        const bool is_formula =
            !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos;
        const bool is_quoted = cell.find_first_of(",\"") != std::string::npos || is_formula;
        line += i == 0 ? "" : ",";
        line += is_quoted ? '"' + std::string(is_formula ? "'" : "") + cell + '"' : cell;
    }
    return line + "\r\n";
}

std::string ascii_json(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size();) {
        const auto begin = line.begin() + at;
        const auto odd =
            std::find_if(begin, line.end(), [](char c) { return is_8bit(c) || is_control(c); });
        text.append(begin, odd);
        at = static_cast<std::size_t>(odd - line.begin());
        if (odd == line.end()) {
            break;
        }
        // Where it is no part of a text, JSON knows no control characters but blank ones.
        const auto length = std::max<std::size_t>(1, utf8_length(line.substr(at)));
        std::string spelled;
        append_json_text(spelled, line.substr(at, length), longest_cell);
        text += *odd < ' ' && *odd >= 0 ? " " : spelled.substr(1, spelled.size() - 2);
        at += length;
    }
    return text;
}

}  // namespace msa
