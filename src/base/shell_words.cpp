#include "base/shell_words.h"

#include "base/text.h"

#include <algorithm>
#include <string_view>

namespace msa {
namespace {

bool is_plain(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return is_letter(c) || is_digit(c) ||
               std::string_view("-_./:,+=@%").find(c) != std::string_view::npos;
    });
}

std::string quoted_word(std::string_view word) {
    std::string text(1, '\'');
    for (const char c : word) {
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return text + '\'';
}

}  // namespace

std::string shell_words(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) {
        line += line.empty() ? "" : " ";
        line += is_plain(word) ? word : quoted_word(word);
    }
    return line;
}

}  // namespace msa
