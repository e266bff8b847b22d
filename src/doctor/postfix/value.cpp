#include "doctor/postfix/value.h"

#include "base/text.h"

#include <charconv>
#include <cstddef>
#include <utility>

namespace msa {
namespace {

constexpr int deepest = 20;        // references within references
constexpr int most_steps = 10000;  // references of one value

Error bad(std::string what) {
    return Error{.what = std::move(what), .kind = ErrorKind::bad_config};
}

bool is_name_character(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

std::size_t name_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_name_character(text[length])) {
        ++length;
    }
    return length;
}

/// Length of the group in front of `text`, which begins with `open`; 0: it does not end.
std::size_t group_length(std::string_view text, char open, char close) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        depth += text[i] == open ? 1 : 0;
        depth -= text[i] == close ? 1 : 0;
        if (depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

/// Takes `{group}` with the blanks around it from the front of `rest`; without a group, all of it.
std::string_view take_branch(std::string_view& rest) {
    rest = trimmed(rest);
    const std::size_t length = rest.starts_with('{') ? group_length(rest, '{', '}') : 0;
    if (length == 0) {
        const std::string_view all = rest;
        rest = {};
        return all;
    }
    const std::string_view branch = trimmed(rest.substr(1, length - 2));
    rest = trimmed(rest.substr(length));
    return branch;
}

std::optional<long> number_in(std::string_view text) {
    long value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

/// Numbers as numbers, else as text; levels such as 3.6 as text of one digit a part.
std::optional<bool> compared(std::string_view a, std::string_view sign, std::string_view b) {
    int order = a.compare(b);
    const auto left = number_in(a);
    const auto right = number_in(b);
    if (left && right) {
        order = *left < *right ? -1 : (*left > *right ? 1 : 0);
    }
    if (sign == "==") {
        return order == 0;
    }
    if (sign == "!=") {
        return order != 0;
    }
    if (sign == "<" || sign == "<level") {
        return order < 0;
    }
    if (sign == "<=" || sign == "<=level") {
        return order <= 0;
    }
    if (sign == ">" || sign == ">level") {
        return order > 0;
    }
    if (sign == ">=" || sign == ">=level") {
        return order >= 0;
    }
    return std::nullopt;
}

class Expander {
public:
    explicit Expander(const ParameterLookup& lookup) : lookup_(lookup) {}

    Result<std::string> text(std::string_view text, int depth) {
        if (depth > deepest || ++steps_ > most_steps) {
            return bad("parameters that refer to each other in a circle");
        }
        std::string result;
        while (!text.empty()) {
            const auto dollar = text.find('$');
            result += text.substr(0, dollar);
            if (dollar == std::string_view::npos) {
                break;
            }
            text.remove_prefix(dollar);
            if (text.starts_with("$$")) {
                result += '$';
                text.remove_prefix(2);
                continue;
            }
            auto value = reference(text, depth);
            if (!value) {
                return value;
            }
            result += *value;
        }
        return result;
    }

private:
    /// Takes the reference from the front of `text`.
    Result<std::string> reference(std::string_view& text, int depth) {
        const char open = text.size() > 1 ? text[1] : '\0';
        if (open == '{' || open == '(') {
            const auto length = group_length(text.substr(1), open, open == '{' ? '}' : ')');
            if (length == 0) {
                return bad("'" + printable(text) + "' does not end");
            }
            const std::string_view all = text.substr(0, length + 1);
            text.remove_prefix(length + 1);
            return in_braces(all, depth);
        }
        const auto length = name_length(text.substr(1));
        if (length == 0) {
            return bad("a '$' without a name after it");
        }
        const std::string_view all = text.substr(0, length + 1);
        text.remove_prefix(length + 1);
        return value(all.substr(1), all, depth);
    }

    Result<std::string> in_braces(std::string_view all, int depth) {
        std::string_view rest = trimmed(all.substr(2, all.size() - 3));
        if (rest.starts_with('{')) {
            return comparison(rest, depth);
        }
        const auto length = name_length(rest);
        const std::string_view name = rest.substr(0, length);
        rest = trimmed(rest.substr(length));
        if (name.empty() || (!rest.empty() && rest.front() != '?' && rest.front() != ':')) {
            return bad("'" + printable(all) + "' names no parameter");
        }
        if (rest.empty()) {
            return value(name, all, depth);
        }
        const auto known = lookup_(name);
        const auto condition = known ? text(*known, depth + 1) : Result<std::string>(std::string());
        if (!condition) {
            return condition;
        }
        return chosen(!condition->empty(), rest, depth);
    }

    /// `?yes`, `:no` or `?{yes}:{no}`.
    Result<std::string> chosen(bool condition, std::string_view rest, int depth) {
        std::string_view yes;
        if (rest.starts_with('?')) {
            rest.remove_prefix(1);
            yes = take_branch(rest);
        }
        std::string_view no;
        if (rest.starts_with(':')) {
            rest.remove_prefix(1);
            no = take_branch(rest);
        }
        return text(condition ? yes : no, depth + 1);
    }

    Result<std::string> comparison(std::string_view rest, int depth) {
        const std::string whole(rest);
        const std::string_view left = take_branch(rest);
        const auto length = rest.find_first_of("{ \t");
        const std::string_view sign = rest.substr(0, length);
        rest = length == std::string_view::npos ? std::string_view() : rest.substr(length);
        const std::string_view right = take_branch(rest);
        const auto a = text(left, depth + 1);
        const auto b = text(right, depth + 1);
        const auto holds = a && b ? compared(*a, sign, *b) : std::nullopt;
        if (!holds) {
            return bad("'" + printable(whole) + "' is not a comparison");
        }
        return chosen(*holds, rest, depth);
    }

    Result<std::string> value(std::string_view name, std::string_view as_written, int depth) {
        const auto known = lookup_(name);
        return known ? text(*known, depth + 1) : Result<std::string>(std::string(as_written));
    }

    const ParameterLookup& lookup_;
    int steps_ = 0;
};

}  // namespace

Result<std::string> expanded(std::string_view text, const ParameterLookup& lookup) {
    return Expander(lookup).text(text, 0);
}

Result<std::vector<std::string>> items_of(std::string_view list) {
    std::vector<std::string> items;
    std::string item;
    int depth = 0;
    for (const char c : std::string(list) + ' ') {
        depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
        if (depth > 0 || !(is_blank(c) || is_control(c) || c == ',')) {
            item += c;
        } else if (!item.empty()) {
            items.push_back(std::exchange(item, {}));
        }
    }
    if (depth != 0) {
        return bad("'" + printable(list) + "' has no closing brace");
    }
    return items;
}

std::string_view unbraced(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '{' && text.back() == '}') {
        return trimmed(text.substr(1, text.size() - 2));
    }
    return text;
}

std::optional<std::chrono::seconds> postfix_time(std::string_view text) {
    text = trimmed(text);
    long unit = 1;
    if (!text.empty() && is_letter(text.back())) {
        switch (ascii_lower(text.back())) {
            case 's': break;
            case 'm': unit = 60; break;
            case 'h': unit = 3600; break;
            case 'd': unit = 86400; break;
            case 'w': unit = 604800; break;
            default: return std::nullopt;
        }
        text.remove_suffix(1);
    }
    const auto number = number_in(text);
    if (!number || *number < 0 || *number > 1000000000) {
        return std::nullopt;
    }
    return std::chrono::seconds(*number * unit);
}

bool is_yes(std::string_view value) {
    return equal_ignoring_case(value, "yes");
}

std::optional<NameAndValue> name_and_value(std::string_view text) {
    const std::string_view inner = unbraced(text);
    const auto equals = inner.find('=');
    if (equals == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view name = trimmed(inner.substr(0, equals));
    if (name.empty() || name.find_first_of(" \t") != std::string_view::npos) {
        return std::nullopt;
    }
    return NameAndValue{.name = std::string(name),
                        .value = std::string(trimmed(inner.substr(equals + 1)))};
}

}  // namespace msa
