#include "doctor/logical_lines.h"

#include "base/text.h"

namespace msa {

std::vector<LogicalLine> logical_lines(std::string_view text) {
    std::vector<LogicalLine> lines;
    int number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        const std::string_view content = trimmed(line);
        if (content.empty() || content.front() == '#') {
            continue;
        }
        if (is_blank(line.front()) && !lines.empty()) {
            lines.back().text += ' ';
            lines.back().text += content;
            continue;
        }
        lines.push_back({.number = number, .text = std::string(content)});
    }
    return lines;
}

}  // namespace msa
