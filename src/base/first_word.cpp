#include "base/first_word.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

std::size_t first_word_end(std::string_view line) {
    bool is_quoted = false;
    std::size_t at = 0;
    for (; at < line.size(); ++at) {
        if (line[at] == '\\') {
            ++at;
        } else if (line[at] == '"') {
            is_quoted = !is_quoted;
        } else if (is_blank(line[at]) && !is_quoted) {
            break;
        }
    }
    return is_quoted ? std::string_view::npos : std::min(at, line.size());
}

}  // namespace msa
