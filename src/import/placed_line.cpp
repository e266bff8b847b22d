#include "import/placed_line.h"

#include "base/file.h"
#include "base/text.h"

#include <algorithm>

namespace msa {

Error import_error(std::string_view place, std::string_view what) {
    constexpr std::size_t most = 500;
    return {std::string(place) + ": " + printable(what, most), ErrorKind::bad_config};
}

Result<std::string> import_file(const std::string& path) {
    constexpr std::size_t largest = std::size_t{16} << 20U;
    auto text = read_file(path, largest);
    if (!text) {
        return text;
    }
    const auto good = std::min(text->find('\0'), well_formed_prefix(*text));
    if (good < text->size()) {
        const auto line =
            1 + std::count(text->begin(), text->begin() + static_cast<std::ptrdiff_t>(good), '\n');
        return import_error(path + ':' + std::to_string(line), "is not UTF-8");
    }
    return text;
}

std::vector<PlacedText> plain_lines(const std::string& path, std::string_view text) {
    std::vector<PlacedText> lines;
    int number = 0;
    for (auto line : split(text, '\n')) {
        ++number;
        line = line.substr(0, line.find_first_of("#\r"));
        line = trimmed(line);
        if (!line.empty()) {
            lines.push_back({std::string(line), path + ':' + std::to_string(number)});
        }
    }
    return lines;
}

std::vector<std::string> words_in(std::string_view text) {
    constexpr std::string_view separators = " \t\r\n,";
    std::vector<std::string> words;
    for (;;) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos) {
            return words;
        }
        text.remove_prefix(begin);
        const auto length = std::min(text.find_first_of(separators), text.size());
        words.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
}

}  // namespace msa
