#include "base/option_words.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

std::string_view take_key(std::string_view& text) {
    const auto end = std::min(text.find('='), text.size());
    const auto key = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return key.substr(0, std::min(key.find_first_of(blanks), key.size()));
}

std::string take_value(std::string_view& text) {
    const bool is_quoted = text.starts_with('\'');
    text.remove_prefix(is_quoted ? 1 : 0);
    std::string value;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (is_quoted ? c == '\'' : blanks.find(c) != std::string_view::npos) {
            break;
        }
        if (c == '\\' && !text.empty()) {
            c = text.front();
            text.remove_prefix(1);
        }
        value += c;
    }
    return value;
}

}  // namespace

std::map<std::string, std::string> option_words(std::string_view text) {
    std::map<std::string, std::string> options;
    for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
        const auto key = take_key(text);
        skip_blanks(text);
        options[ascii_lower(key)] = take_value(text);
    }
    return options;
}

}  // namespace msa
