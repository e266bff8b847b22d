// The lines of a header field, see folding.h.
#include "mail/folding.h"

#include "base/text.h"

#include <algorithm>
#include <vector>

namespace msa {
namespace {

/// Follows quoted-strings and comments through a value, octet by octet.
class Nesting {
public:
    void pass(char c) {
        if (is_escaped_) {
            is_escaped_ = false;
        } else if (c == '\\' && (is_quoted_ || depth_ > 0)) {
            is_escaped_ = true;
        } else if (c == '"' && depth_ == 0) {
            is_quoted_ = !is_quoted_;
        } else if (c == '(' && !is_quoted_) {
            ++depth_;
        } else if (c == ')' && !is_quoted_ && depth_ > 0) {
            --depth_;
        }
    }
    /// Whether the next octet is neither in a quoted-string nor behind a backslash.
    [[nodiscard]] bool may_fold() const { return !is_quoted_ && !is_escaped_; }

private:
    bool is_quoted_ = false;
    bool is_escaped_ = false;
    std::size_t depth_ = 0;
};

/// Where in `line` a fold may be put: at white space between two that are none.
std::vector<std::size_t> fold_points(std::string_view line, Nesting& nesting) {
    std::vector<std::size_t> points;
    const auto first = line.find_first_not_of(" \t");
    const auto last = line.find_last_not_of(" \t");
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_inner = first != std::string_view::npos && first < i && i < last;
        if (is_inner && is_blank(line[i]) && !is_blank(line[i - 1]) && nesting.may_fold()) {
            points.push_back(i);
        }
        nesting.pass(line[i]);
    }
    return points;
}

/// The line with folds; `column` is where it begins.
std::string folded(std::string_view line, std::size_t column,
                   const std::vector<std::size_t>& points) {
    std::string result;
    std::size_t begin = 0;  // of the part that is being laid out
    std::size_t taken = 0;  // the last point that this part may end at; begin: none yet
    const auto end_part = [&] {
        result += line.substr(begin, taken - begin);
        result += '\n';
        begin = taken;
        column = 0;
    };
    for (const std::size_t point : points) {
        if (column + point - begin > preferred_line && taken > begin) {
            end_part();
        }
        taken = point;
    }
    if (column + line.size() - begin > preferred_line && taken > begin) {
        end_part();
    }
    return result.append(line.substr(begin));
}

}  // namespace

std::size_t longest_line(std::string_view name, std::string_view value) {
    std::size_t longest = 0;
    std::size_t column = name.size() + 1;
    for (const auto line : split(value, '\n')) {
        longest = std::max(longest, column + line.size());
        column = 0;
    }
    return longest;
}

std::optional<std::string> refolded(std::string_view name, std::string_view value,
                                    std::size_t longest) {
    std::string result;
    Nesting nesting;
    std::size_t column = name.size() + 1;
    for (const auto line : split(value, '\n')) {
        result += result.empty() && column != 0 ? "" : "\n";
        const auto points = fold_points(line, nesting);
        result += column + line.size() > longest ? folded(line, column, points) : std::string(line);
        column = 0;
    }
    if (longest_line(name, result) > longest) {
        return std::nullopt;
    }
    return result;
}

bool has_blank_fold(std::string_view value) {
    if (value.find('\n') == std::string_view::npos) {
        return false;  // most fields
    }
    const auto lines = split(value, '\n');
    return std::any_of(lines.begin() + 1, lines.end(),
                       [](std::string_view line) { return trimmed(line).empty(); });
}

std::string without_blank_folds(std::string_view value) {
    const auto lines = split(value, '\n');
    std::string result(lines.front());
    for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
        if (!trimmed(*line).empty()) {
            result += '\n';
            result += *line;
        }
    }
    return result;
}

}  // namespace msa
