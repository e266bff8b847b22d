#include "import/rspamd_maps.h"

#include "base/text.h"

#include <array>
#include <optional>

namespace msa {
namespace {

DatasetEntry entry_of(const std::string& line, const std::string& place) {
    const auto end = std::min(line.find_first_of(" \t"), line.size());
    return {.key = line.substr(0, end),
            .value = std::string(trimmed(std::string_view(line).substr(end))),
            .place = place};
}

/// `/path`, `file:///path`, and with a kind of map in front; nothing: it is elsewhere.
std::optional<std::string> path_of(std::string_view text) {
    static constexpr std::array<std::string_view, 4> heads{"glob;", "map;", "fallback+", "file://"};
    for (const auto head : heads) {
        text.remove_prefix(text.starts_with(head) ? head.size() : 0);
    }
    return text.starts_with('/') ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace

Result<Dataset> read_rspamd_map(const UclValue& map, std::string_view name, RuleDraft& draft) {
    Dataset set{.entries = {}, .has_patterns = true};
    const auto remark = [&](const UclValue& value, const std::string& what) {
        set.is_whole = false;
        draft.remark(value.place, std::string(name) + what +
                                      ": only a list or a file of lines can be read here");
    };
    for (const auto* each : map.each()) {
        const auto* url = each->find("url");  // where `{ url = PATH; ... }` describes it
        const auto& text = url == nullptr ? each->text : url->text;
        if (text.empty()) {
            remark(*each, "");
            continue;
        }
        const auto path = path_of(text);
        if (!path && map.kind == UclValue::Kind::list) {
            set.entries.push_back(entry_of(text, each->place));
            continue;
        }
        if (!path) {
            remark(*each, " '" + text + '\'');
            continue;
        }
        const auto lines = import_file(*path);
        if (!lines) {
            return within(each->place, lines.error());
        }
        for (const auto& [line, place] : plain_lines(*path, *lines)) {
            set.entries.push_back(entry_of(line, place));
        }
    }
    return set;
}

}  // namespace msa
