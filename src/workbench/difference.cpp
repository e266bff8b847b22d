#include "workbench/difference.h"

#include "base/text.h"
#include "workbench/github_note.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::size_t longest_shown = 200;

std::string shown(std::string_view text) {
    return printable(text, longest_shown);
}

std::string or_nothing(const std::string& value) {
    return value.empty() ? "nothing" : shown(value);
}

/// FILE:LINE
std::string where(const Difference& difference, const SettingChange& change) {
    return (change.is_in_old ? difference.old_file : difference.new_file) + ':' +
           std::to_string(change.place.line);
}

std::string name_of(const SettingChange& change) {
    return change.section + (change.section.empty() || change.key.empty() ? "" : " ") + change.key;
}

std::string text_of(const SettingChange& change) {
    using Kind = SettingChange::Kind;
    const auto name = shown(name_of(change));
    switch (change.kind) {
        case Kind::added: return name + ": " + shown(change.after);
        case Kind::removed: return name + ": " + shown(change.before);
        case Kind::same: return name + ": " + or_nothing(change.after) + " is the default";
        case Kind::stricter:
        case Kind::laxer:
        case Kind::changed: break;
    }
    return name + ": " + or_nothing(change.before) + " -> " + or_nothing(change.after);
}

std::string_view use_of(const Right& right) {
    return right.kind == Right::Kind::owner ? "send as" : "write on behalf of";
}

const Right& telling(const RightsChange& change) {
    return change.after.kind == Right::Kind::none ? change.before : change.after;
}

const std::string& where_of(const RightsChange& change) {
    return change.after.kind == Right::Kind::none ? change.where_before : change.where_after;
}

std::string subject_of(const RightsChange& change) {
    const auto address = change.address.starts_with('@')
                             ? "other addresses at " + change.address.substr(1)
                             : change.address;
    if (change.after.kind == Right::Kind::none) {
        return shown(change.who) + " may no longer " + std::string(use_of(change.before)) + ' ' +
               shown(address);
    }
    const bool is_less = change.before.kind == Right::Kind::owner;
    return shown(change.who) + " may now " + (is_less ? "only " : "") +
           std::string(use_of(change.after)) + ' ' + shown(address);
}

std::string text_of(const RightsChange& change) {
    const auto place = where_of(change);
    return subject_of(change) + " (" + shown(telling(change).by) +
           (place.empty() ? "" : ", " + shown(place)) + ')';
}

nlohmann::ordered_json json_of(const RightsChange& change) {
    return {{"change", change.is_gain() ? "gained" : "lost"},
            {"who", printable(change.who, change.who.size())},
            {"address", printable(change.address, change.address.size())},
            {"before", to_text(change.before.kind)},
            {"after", to_text(change.after.kind)},
            {"by", shown(telling(change).by)},
            {"where", shown(where_of(change))}};
}

nlohmann::ordered_json json_of(const Difference& difference, const SettingChange& change) {
    return {{"change", to_text(change.kind)},
            {"section", change.section},
            {"key", change.key},
            {"before", change.before},
            {"after", change.after},
            {"where", where(difference, change)}};
}

/// FILE and LINE of FILE:LINE.
std::pair<std::string_view, std::size_t> parted(std::string_view place) {
    const auto colon = place.rfind(':');
    std::size_t line = 0;
    if (colon != std::string_view::npos) {
        (void)std::from_chars(place.data() + colon + 1, place.data() + place.size(), line);
    }
    return {place.substr(0, colon), line};
}

}  // namespace

bool Difference::matters() const {
    return !rights.found.empty() ||
           std::any_of(settings.begin(), settings.end(), [](const SettingChange& change) {
               return change.kind != SettingChange::Kind::same && change.key != "version" &&
                      change.key != "accept_risk";
           });
}

Difference difference_of(const RuleSet& before, std::string_view old_text, const RuleSet& after,
                         std::string_view new_text, const Moment& now) {
    return {.old_file = before.file,
            .new_file = after.file,
            .settings = setting_changes(written_settings(old_text), written_settings(new_text)),
            .rights = rights_changes(before, after, now)};
}

std::string difference_text(const Difference& difference) {
    std::string text;
    for (const auto& change : difference.rights.found) {
        text += (change.is_gain() ? "+ " : "- ") + text_of(change) + '\n';
    }
    for (const auto& change : difference.settings) {
        constexpr std::size_t width = 9;
        std::string kind(to_text(change.kind));
        kind.resize(width, ' ');
        text += kind + text_of(change) + " (" + shown(where(difference, change)) + ")\n";
    }
    for (const auto& doubt : difference.rights.doubts) {
        text += "not compared: " + shown(doubt) + '\n';
    }
    if (!difference.matters()) {
        text += "no message is judged otherwise\n";
    }
    return text;
}

std::string difference_json(const Difference& difference) {
    auto rights = nlohmann::ordered_json::array();
    for (const auto& change : difference.rights.found) {
        rights.push_back(json_of(change));
    }
    auto settings = nlohmann::ordered_json::array();
    for (const auto& change : difference.settings) {
        settings.push_back(json_of(difference, change));
    }
    const nlohmann::ordered_json json{
        {"old", difference.old_file},      {"new", difference.new_file},
        {"matters", difference.matters()}, {"rights", std::move(rights)},
        {"settings", std::move(settings)}, {"not_compared", difference.rights.doubts}};
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string difference_github(const Difference& difference) {
    std::string text;
    for (const auto& change : difference.rights.found) {
        const auto [file, line] = parted(where_of(change));
        const auto message = text_of(change);
        text += to_text(GithubNote{.level = change.is_gain() ? "warning" : "notice",
                                   .file = file.empty() ? difference.new_file : file,
                                   .line = std::max<std::size_t>(line, 1),
                                   .title = change.is_gain() ? "right gained" : "right lost",
                                   .message = message});
    }
    for (const auto& change : difference.settings) {
        const auto message = text_of(change);
        text += to_text(
            GithubNote{.level = change.kind == SettingChange::Kind::laxer ? "warning" : "notice",
                       .file = change.is_in_old ? difference.old_file : difference.new_file,
                       .line = std::max<std::size_t>(change.place.line, 1),
                       .title = to_text(change.kind),
                       .message = message});
    }
    return text;
}

}  // namespace msa
