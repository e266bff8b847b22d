#include "import/opendkim_dataset.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

/// Elements are texts, or `key=value`.
Dataset list_of(std::string_view text, const std::string& place) {
    Dataset set;
    for (const auto& word : words_in(text)) {
        const auto equals = std::min(word.find('='), word.size());
        set.entries.push_back({.key = word.substr(0, equals),
                               .value = word.substr(std::min(equals + 1, word.size())),
                               .place = place});
    }
    return set;
}

/// The type that a specification begins with, in lower case: letters, then a colon.
std::string type_of(std::string_view specification) {
    const auto colon = specification.find(':');
    const auto type = specification.substr(0, colon);
    return colon != std::string_view::npos && !type.empty() &&
                   std::all_of(type.begin(), type.end(), is_letter)
               ? ascii_lower(type)
               : "";
}

std::string_view behind_type(std::string_view specification) {
    return specification.substr(specification.find(':') + 1);
}

Result<std::optional<Dataset>> file_of(const std::string& path, bool has_patterns) {
    const auto text = import_file(path);
    if (!text) {
        return text.error();
    }
    Dataset set{.entries = {}, .has_patterns = has_patterns};
    for (const auto& [line, place] : plain_lines(path, *text)) {
        const auto end = std::min(line.find_first_of(" \t"), line.size());
        set.entries.push_back({.key = line.substr(0, end),
                               .value = std::string(trimmed(std::string_view(line).substr(end))),
                               .place = place});
    }
    return std::optional(std::move(set));
}

}  // namespace

std::optional<std::string> relative_file(std::string_view specification) {
    const auto type = type_of(specification);
    if (type != "file" && type != "refile") {
        return std::nullopt;
    }
    const auto path = trimmed(behind_type(specification));
    return path.starts_with('/') ? std::nullopt : std::optional(std::string(path));
}

Result<std::optional<Dataset>> read_dataset(const std::string& specification,
                                            const std::string& place) {
    const auto type = type_of(specification);
    const auto rest = trimmed(type.empty() ? specification : behind_type(specification));
    if (type == "file" || type == "refile" || (type.empty() && rest.starts_with('/'))) {
        if (type.empty() && rest.ends_with(".db")) {
            return std::optional<Dataset>();
        }
        auto set = file_of(std::string(rest), type == "refile");
        return set ? set : within(place, set.error());
    }
    if (type == "csl" || (type.empty() && !rest.ends_with(".db"))) {
        return std::optional(list_of(rest, place));
    }
    return std::optional<Dataset>();  // a database, a directory, a program
}

}  // namespace msa
