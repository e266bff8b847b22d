// What is not what it looks like, and what stands there twice.
#include "base/text.h"
#include "mail/hidden_character.h"
#include "review/findings.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

using Visitor = std::function<void(std::string_view key, const std::string& text, Place place)>;

/// Every string, with the key that it is the value of, and every key itself.
void for_each_text(std::string_view name, const toml::node& node, const Visitor& visit) {
    if (const auto* text = node.as_string()) {
        visit(name, text->get(), place_of(node));
    } else if (const auto* list = node.as_array()) {
        for (const auto& each : *list) {
            for_each_text(name, each, visit);
        }
    } else if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table) {
            visit({}, std::string(key.str()), place_of(key));
            for_each_text(key.str(), value, visit);
        }
    }
}

/// For people to read, in whatever script.
bool is_prose(std::string_view key) {
    return key == "why" || key == "accept_risk" || key == "version";
}

enum class Script { none, latin, other };

/// Of letters that have look-alikes in ASCII: Greek, Cyrillic, full width.
Script script_at(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) {
        const char letter = ascii_lower(text.substr(0, 1)).front();
        return 'a' <= letter && letter <= 'z' ? Script::latin : Script::none;
    }
    const bool is_greek_or_cyrillic = 0xCD <= first && first <= 0xD4;
    return is_greek_or_cyrillic || text.starts_with("\xef\xbc") || text.starts_with("\xef\xbd")
               ? Script::other
               : Script::none;
}

/// A word with letters of both.
bool is_mixed(std::string_view text) {
    bool has_latin = false;
    bool has_other = false;
    while (!text.empty()) {
        const auto script = script_at(text);
        if (script == Script::none && !is_digit(text.front())) {
            has_latin = has_other = false;
        }
        has_latin = has_latin || script == Script::latin;
        has_other = has_other || script == Script::other;
        if (has_latin && has_other) {
            return true;
        }
        text.remove_prefix(std::max<std::size_t>(utf8_length(text), 1));
    }
    return false;
}

bool has_strange_blank(std::string_view text) {
    return text.find("\u00a0") != std::string_view::npos ||
           text.find("\u3000") != std::string_view::npos;
}

void characters_that_deceive(const Review& review) {
    for_each_text({}, review.root, [&](std::string_view key, const std::string& text, Place place) {
        if (is_prose(key)) {
            return;
        }
        const auto shown = '\'' + printable(text) + '\'';
        if (hidden_character(text, HiddenMarks::joiners) || has_strange_blank(text)) {
            review.diagnostics.warning(
                place,
                shown + " holds an invisible character: nothing that is typed will match it");
        } else if (is_mixed(text)) {
            review.diagnostics.warning(place, shown +
                                                  " mixes Latin letters with others that look "
                                                  "like them");
        }
    });
}

/// Lists of words in which none means more for standing there twice; not the words of a command.
void look_for_repeats(const Review& review, std::string_view key, const toml::node& node) {
    if (const auto* list = node.as_array()) {
        std::set<std::string> seen;
        for (const auto& each : *list) {
            const auto text = each.value<std::string>();
            if (text && key != "command" && !seen.insert(ascii_lower(*text)).second) {
                review.diagnostics.warning(place_of(each),
                                           '\'' + printable(*text) + "' is here twice");
            }
            look_for_repeats(review, key, each);
        }
    } else if (const auto* table = node.as_table()) {
        for (const auto& [name, value] : *table) {
            look_for_repeats(review, name.str(), value);
        }
    }
}

void repeated_words(const Review& review) {
    look_for_repeats(review, {}, review.root);
}

}  // namespace

const std::vector<ReviewFinding>& spelling_findings() {
    static const std::vector<ReviewFinding> findings{characters_that_deceive, repeated_words};
    return findings;
}

}  // namespace msa
