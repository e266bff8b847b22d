// The lines of main.cf, master.cf and sendmail.cf: comments and empty lines do not count, and what
// begins with a blank goes on with the line before it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct LogicalLine {
    int number = 0;    // of its first line, from 1
    std::string text;  // joined by single blanks; no blanks at the end
};

[[nodiscard]] std::vector<LogicalLine> logical_lines(std::string_view text);

}  // namespace msa
