#include "workbench/setting_changes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

namespace msa {
namespace {

using Kind = SettingChange::Kind;

/// From lax to strict.
constexpr std::array<std::string_view, 6> actions{"\"off\"",  "\"log\"",   "\"repair\"",
                                                  "\"hold\"", "\"defer\"", "\"reject\""};
constexpr std::array<std::string_view, 2> modes{"\"monitor\"", "\"enforce\""};
constexpr std::array<std::string_view, 2> rights{"\"send_as\"", "\"on_behalf\""};
constexpr std::array<std::string_view, 2> truths{"false", "true"};

template <std::size_t N>
std::optional<long long> place_in(const std::array<std::string_view, N>& words,
                                  std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? std::nullopt : std::optional<long long>(found - words.begin());
}

std::optional<long long> number(std::string_view text) {
    long long value = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end ? std::optional(value) : std::nullopt;
}

/// The greater, the stricter; absent: that cannot be told of this value.
std::optional<long long> strictness(std::string_view key, std::string_view value) {
    if (key == "action" || key == "on_error") {
        return place_in(actions, value);
    }
    if (key == "mode") {
        // A rule that says nothing has the mode of the file, which is to enforce unless it says so.
        return value.empty() ? modes.size() - 1 : place_in(modes, value);
    }
    if (key == "right") {
        return place_in(rights, value);
    }
    if (key == "strict") {
        return place_in(truths, value);
    }
    if (key.starts_with("max")) {
        const auto limit = number(value);
        return limit ? std::optional(-*limit) : std::nullopt;
    }
    return std::nullopt;
}

/// Until when something is let through; the later, the laxer. Dates sort as they are written.
bool is_end(std::string_view key) {
    return key == "until" || key == "monitor_until";
}

bool is_end_laxer(std::string_view before, std::string_view after) {
    return !before.empty() && (after.empty() || after > before);
}

Kind kind_of(std::string_view key, std::string_view before, std::string_view after) {
    if (before == after) {
        return Kind::same;
    }
    if (is_end(key)) {
        return is_end_laxer(before, after) ? Kind::laxer : Kind::stricter;
    }
    if (key == "when") {  // for everybody, or no longer
        return after.empty() ? Kind::stricter : before.empty() ? Kind::laxer : Kind::changed;
    }
    const auto was = strictness(key, before);
    const auto is = strictness(key, after);
    if (!was || !is) {
        return Kind::changed;
    }
    return *is > *was ? Kind::stricter : Kind::laxer;
}

/// An exception is for those for whom it holds: with a narrower one more is refused.
Kind in_section(Kind kind, std::string_view section, std::string_view key) {
    const bool is_turned = key == "when" && section.starts_with("[[exception]]");
    if (!is_turned || (kind != Kind::stricter && kind != Kind::laxer)) {
        return kind;
    }
    return kind == Kind::stricter ? Kind::laxer : Kind::stricter;
}

std::string line_of(const WrittenSection& section) {
    std::string line;
    for (const auto& [key, setting] : section.settings) {
        line += (line.empty() ? "" : ", ") + key + " = " + setting.value;
    }
    return line;
}

class Changes {
public:
    explicit Changes(std::vector<SettingChange>& changes) : changes_(changes) {}

    void of_section(const std::string& name, const WrittenSection* before,
                    const WrittenSection* after) {
        const auto& any = after != nullptr ? *after : *before;
        if (any.is_element && (before == nullptr || after == nullptr)) {
            const bool is_new = before == nullptr;
            changes_.push_back({.kind = is_new ? Kind::added : Kind::removed,
                                .section = name,
                                .before = is_new ? "" : line_of(*before),
                                .after = is_new ? line_of(*after) : "",
                                .place = any.place,
                                .is_in_old = !is_new});
            return;
        }
        static const WrittenSection nothing;
        const auto& old = before == nullptr ? nothing : *before;
        const auto& now = after == nullptr ? nothing : *after;
        std::set<std::string> keys;
        for (const auto* settings : {&old.settings, &now.settings}) {
            for (const auto& each : *settings) {
                keys.insert(each.first);
            }
        }
        for (const auto& key : keys) {
            of_key(name, key, find(old, key), find(now, key));
        }
    }

private:
    static const WrittenSetting* find(const WrittenSection& section, const std::string& key) {
        const auto found = section.settings.find(key);
        return found == section.settings.end() ? nullptr : &found->second;
    }

    void of_key(const std::string& section, const std::string& key, const WrittenSetting* before,
                const WrittenSetting* after) {
        if (before != nullptr && after != nullptr && before->value == after->value) {
            return;
        }
        const auto& any = after != nullptr ? *after : *before;
        const auto& was = before == nullptr ? any.default_value : before->value;
        const auto& is = after == nullptr ? any.default_value : after->value;
        changes_.push_back({.kind = in_section(kind_of(key, was, is), section, key),
                            .section = section,
                            .key = key,
                            .before = was,
                            .after = is,
                            .place = any.place,
                            .is_in_old = after == nullptr});
    }

    std::vector<SettingChange>& changes_;
};

}  // namespace

std::vector<SettingChange> setting_changes(const WrittenSettings& before,
                                           const WrittenSettings& after) {
    std::set<std::string> names;
    for (const auto* sections : {&before, &after}) {
        for (const auto& each : *sections) {
            names.insert(each.first);
        }
    }
    std::vector<SettingChange> changes;
    Changes all(changes);
    for (const auto& name : names) {
        const auto old = before.find(name);
        const auto now = after.find(name);
        all.of_section(name, old == before.end() ? nullptr : &old->second,
                       now == after.end() ? nullptr : &now->second);
    }
    return changes;
}

std::string_view to_text(SettingChange::Kind kind) {
    switch (kind) {
        case Kind::stricter: return "stricter";
        case Kind::laxer: return "laxer";
        case Kind::changed: return "changed";
        case Kind::added: return "added";
        case Kind::removed: return "removed";
        case Kind::same: break;
    }
    return "same";
}

}  // namespace msa
