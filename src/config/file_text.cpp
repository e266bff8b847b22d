#include "config/file_text.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace msa {
namespace {

/// Of the octet at that offset; what is in front of it is UTF-8.
Place place_at(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line = before.substr(before.rfind('\n') + 1);
    const auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
    return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            static_cast<std::size_t>(std::count_if(line.begin(), line.end(), is_start)) + 1};
}

std::string line_at(std::string_view text, std::size_t number) {
    for (; number > 1 && !text.empty(); --number) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    return std::string(text.substr(0, text.find_first_of("\r\n")));
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool has_any(std::string_view text, const std::array<std::string_view, 4>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [text](std::string_view part) { return has(text, part); });
}

/// How many digits are taken off the front.
std::size_t take_digits(std::string_view& text) {
    const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
}

bool take_one_of(std::string_view& text, std::string_view octets) {
    const bool is_there = !text.empty() && has(octets, text.substr(0, 1));
    text.remove_prefix(is_there ? 1 : 0);
    return is_there;
}

/// A year, a month, a day, or the other way round.
bool begins_with_date(std::string_view text) {
    const auto first = take_digits(text);
    const bool is_first = take_one_of(text, "-./");
    const auto second = take_digits(text);
    const bool is_second = take_one_of(text, "-./");
    const auto third = take_digits(text);
    const auto is_short = [](std::size_t digits) { return digits == 1 || digits == 2; };
    return is_first && is_second && is_short(second) &&
           ((first == 4 && third >= 1) || (is_short(first) && third >= 4));
}

/// Three numbers that somebody meant as a date.
bool has_date(std::string_view line) {
    for (bool may_begin = true; !line.empty(); line.remove_prefix(1)) {
        if (may_begin && begins_with_date(line)) {
            return true;
        }
        may_begin = has("= \t\r\n\v\f", line.substr(0, 1));
    }
    return false;
}

bool is_mark_of_conflict(std::string_view line) {
    return line.starts_with("<<<<<<<") || line.starts_with("=======") ||
           line.starts_with(">>>>>>>") || line.starts_with("|||||||");
}

/// What stands in quotes at the end: `cannot redefine existing table 'owners'`.
std::string last_quoted(std::string_view said) {
    const auto end = said.rfind('\'');
    const auto begin = said.substr(0, end).rfind('\'');
    return std::string(said.substr(begin + 1, end - begin - 1));
}

/// Of what is no TOML.
std::string of_syntax(std::string_view said, std::string_view line) {
    if (is_mark_of_conflict(line)) {
        return "a merge left a conflict here: choose one side, and remove the marks";
    }
    if (const auto first = trimmed(line); first.starts_with(';') || first.starts_with("//")) {
        return "a comment begins with #";
    }
    if (has(said, "cannot redefine existing")) {
        return '\'' + last_quoted(said) +
               "' is in this file already: put all its keys in one place";
    }
    if (has(said, "could not determine value type") || has(said, "parsing boolean")) {
        return "no value: write true or false, a number, or a text between \" and \"";
    }
    if (has(said, "expected '='")) {
        return "no key and value: write NAME = VALUE, with quotes around a name that holds more "
               "than letters, digits, - and _";
    }
    constexpr std::string_view prefix = "Error while parsing ";
    const auto colon = said.find(": ");
    return std::string(said.starts_with(prefix) && colon != std::string_view::npos
                           ? said.substr(colon + 2)
                           : said);
}

/// What toml++ says of that line, as somebody would say who sees it.
std::string in_plain_words(std::string_view said, const std::string& line) {
    if (has(said, "unescaped control characters")) {
        return "the string does not end in its line: the closing quote is missing";
    }
    if (has_any(line, {"\u201c", "\u201d", "\u201e", "\u2019"}) && !has(said, "string")) {
        return "these are not quotes: write a string between \" and \"";
    }
    if (has(said, "\\u00A0")) {
        return "a no-break space instead of a blank";
    }
    if (has(said, "parsing date") ||
        (has_date(line) && has_any(said, {"date", "floating-point", "integer", "value"}))) {
        return "not a date: write year, month and day, such as 2027-02-28";
    }
    return of_syntax(said, line);
}

}  // namespace

bool is_in_utf8(std::string_view text, Diagnostics& diagnostics) {
    if (has(text, std::string_view("\0", 1)) || text.starts_with("\xff\xfe") ||
        text.starts_with("\xfe\xff")) {
        diagnostics.error({}, "not UTF-8 (UTF-16, perhaps): save it as UTF-8");
        return false;
    }
    const auto good = well_formed_prefix(text);
    if (good < text.size()) {
        diagnostics.error(place_at(text, good),
                          "octet 0x" + hex(text.substr(good, 1)) +
                              " is not UTF-8 (Latin-1, perhaps): save the file as UTF-8");
    }
    return good == text.size();
}

void complain(const toml::parse_error& error, std::string_view text, Diagnostics& diagnostics) {
    const auto& begin = error.source().begin;
    diagnostics.error({begin.line, begin.column},
                      in_plain_words(error.description(), line_at(text, begin.line)));
}

bool is_of_other_kind(const toml::table& root, const SectionSchema& wanted,
                      const SectionSchema& other) {
    const auto any_of = [&root](const SectionSchema& schema) {
        return std::any_of(root.begin(), root.end(), [&schema](const auto& each) {
            return schema.find(each.first.str()) != nullptr;
        });
    };
    return any_of(other) && !any_of(wanted);
}

}  // namespace msa
