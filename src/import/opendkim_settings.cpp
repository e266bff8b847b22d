#include "import/opendkim_settings.h"

#include "base/text.h"

namespace msa {

Result<OpendkimSettings> OpendkimSettings::read(const std::string& file) {
    OpendkimSettings settings;
    if (auto added = settings.add_file(file, 0); !added) {
        return added.error();
    }
    return settings;
}

Result<void> OpendkimSettings::add_file(const std::string& file, int depth) {
    constexpr int deepest = 5;
    const auto text = import_file(file);
    if (!text) {
        return text.error();
    }
    for (const auto& [line, place] : plain_lines(file, *text)) {
        const auto end = line.find_first_of(" \t");
        if (end == std::string::npos) {
            return import_error(place, "'" + line + "' has no value");
        }
        const auto name = ascii_lower(std::string_view(line).substr(0, end));
        std::string value(trimmed(std::string_view(line).substr(end)));
        if (name != "include") {
            all_.insert_or_assign(name, PlacedText{std::move(value), place});
            continue;
        }
        if (depth == deepest) {
            return import_error(place, "files are included more than 5 deep");
        }
        if (const auto added = add_file(value, depth + 1); !added) {
            return within(place, added.error());
        }
    }
    return {};
}

const PlacedText* OpendkimSettings::find(std::string_view name) const {
    const auto found = all_.find(ascii_lower(name));
    return found == all_.end() ? nullptr : &found->second;
}

Result<bool> OpendkimSettings::boolean(std::string_view name, bool otherwise) const {
    const auto* setting = find(name);
    if (setting == nullptr) {
        return otherwise;
    }
    static const std::string yes = "yYtT1";
    static const std::string no = "nNfF0";
    const char first = setting->text.front();
    if (yes.find(first) != std::string::npos || no.find(first) != std::string::npos) {
        return yes.find(first) != std::string::npos;
    }
    return import_error(setting->place,
                        std::string(name) + " must be yes or no, not '" + setting->text + "'");
}

}  // namespace msa
