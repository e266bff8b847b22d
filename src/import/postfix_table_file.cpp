#include "import/postfix_table_file.h"

#include "base/text.h"
#include "doctor/logical_lines.h"

#include <algorithm>

namespace msa {

Result<PostfixTableFile> PostfixTableFile::read(const std::string& path) {
    const auto text = import_file(path);
    if (!text) {
        return text.error();
    }
    PostfixTableFile file;
    file.path_ = path;
    for (const auto& line : logical_lines(*text)) {
        const auto place = path + ':' + std::to_string(line.number);
        const auto equals = line.text.find('=');
        const auto name = std::string(trimmed(std::string_view(line.text).substr(0, equals)));
        if (equals == std::string::npos || name.empty()) {
            return import_error(place, "'" + line.text + "' is not name = value");
        }
        file.settings_.insert_or_assign(
            name, PlacedText{std::string(trimmed(std::string_view(line.text).substr(equals + 1))),
                             place});
    }
    return file;
}

std::string PostfixTableFile::value(std::string_view name, std::string_view otherwise) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? std::string(otherwise) : found->second.text;
}

std::string PostfixTableFile::place(std::string_view name) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? path_ : found->second.place;
}

std::vector<PlacedText> PostfixTableFile::others(std::span<const std::string_view> known) const {
    std::vector<PlacedText> others;
    for (const auto& [name, setting] : settings_) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            others.push_back({name, setting.place});
        }
    }
    return others;
}

}  // namespace msa
