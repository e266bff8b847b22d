#include "import/opendkim_dataset.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

Dataset list_of(std::string_view text, const std::string& place) {
    Dataset set;
    for (auto& word : words_in(text)) {
        set.entries.push_back({.key = std::move(word), .value = {}, .place = place});
    }
    return set;
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

Result<std::optional<Dataset>> read_dataset(const std::string& specification,
                                            const std::string& place) {
    static constexpr std::array<std::string_view, 9> elsewhere{
        "db:", "dsn:", "ldap:", "ldaps:", "ldapi:", "lua:", "memcache:", "erlang:", "mdb:"};
    if (specification.starts_with("csl:")) {
        return std::optional(list_of(std::string_view(specification).substr(4), place));
    }
    if (std::any_of(elsewhere.begin(), elsewhere.end(),
                    [&](auto head) { return specification.starts_with(head); }) ||
        specification.ends_with(".db")) {
        return std::optional<Dataset>();
    }
    const bool has_patterns = specification.starts_with("refile:");
    const bool is_file = specification.starts_with("file:");
    if (!has_patterns && !is_file && !specification.starts_with('/')) {
        return std::optional(list_of(specification, place));
    }
    auto set = file_of(
        specification.substr(specification.find('/') == 0 ? 0 : specification.find(':') + 1),
        has_patterns);
    return set ? set : within(place, set.error());
}

}  // namespace msa
