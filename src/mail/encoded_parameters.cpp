// MIME parameters beyond ASCII, see encoded_parameters.h. Only what changes is written anew.
#include "mail/encoded_parameters.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/extended_value.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace msa {
namespace {

constexpr std::string_view utf8_start = "utf-8''";
/// A line can hold it and a name.
constexpr std::size_t longest_section = 700;

struct Parameter {
    std::string name;           // as written
    std::string content;        // without quotes and backslashes
    bool is_certain = true;     // all readers take these for its content
    std::size_t semicolon = 0;  // where it stands, in the field
    std::size_t begin = 0;      // of the name
    std::size_t value = 0;
    std::size_t value_end = 0;
    std::size_t end = 0;  // with white space and comments

    [[nodiscard]] std::string_view base() const {
        return std::string_view(name).substr(0, name.find('*'));
    }
    [[nodiscard]] bool is_plain() const { return base().size() == name.size(); }
    [[nodiscard]] bool is_extended() const {
        return !is_plain() && base().size() + 1 == name.size();
    }
};

bool is_token_octet(char c) {
    constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";
    return c > ' ' && c < '\x7f' && specials.find(c) == std::string_view::npos;
}

/// Whether programs that do not know of backslashes read a quoted-string in the same way, or at
/// least could not mean another thing by it: they write `"C:\new"`.
bool is_certain_quoting(std::string_view quoted) {
    for (std::size_t i = 0; i + 1 < quoted.size(); ++i) {
        if (quoted[i] == '\n' || quoted[i] == '\t') {
            return false;
        }
        if (quoted[i] == '\\' && quoted[++i] != '"' && quoted[i] != '\\') {
            return false;
        }
    }
    return true;
}

class ParameterReader {
public:
    explicit ParameterReader(std::string_view field) : cursor_(field) {}

    std::optional<std::vector<Parameter>> parameters() {
        std::vector<Parameter> parameters;
        if (!skip_type()) {
            return std::nullopt;
        }
        while (!cursor_.at_end()) {
            Parameter parameter;
            parameter.semicolon = cursor_.position();
            cursor_.take();
            if (!skip()) {
                return std::nullopt;
            }
            if (cursor_.at_end() || cursor_.next() == ';') {
                continue;
            }
            if (!read(parameter)) {
                return std::nullopt;
            }
            parameters.push_back(std::move(parameter));
        }
        return parameters;
    }

private:
    bool skip() { return read_cfws(cursor_).has_value(); }

    /// To the first semicolon.
    bool skip_type() {
        while (!cursor_.at_end() && cursor_.next() != ';') {
            if (cursor_.next() == '(') {
                if (!skip()) {
                    return false;
                }
            } else if (cursor_.take() == '"') {
                return false;
            }
        }
        return true;
    }

    bool read(Parameter& parameter) {
        parameter.begin = cursor_.position();
        parameter.name = cursor_.take_while(is_token_octet);
        if (parameter.name.empty() || !skip() || !cursor_.take_if('=') || !skip() ||
            !read_value(parameter) || !skip()) {
            return false;
        }
        parameter.end = cursor_.position();
        return cursor_.at_end() || cursor_.next() == ';';
    }

    bool read_value(Parameter& parameter) {
        parameter.value = cursor_.position();
        if (cursor_.next() == '"') {
            auto word = read_word(cursor_);
            if (!word) {
                return false;
            }
            parameter.content = std::move(word->content);
            parameter.is_certain = is_certain_quoting(cursor_.since(parameter.value));
        } else {
            parameter.content =
                cursor_.take_while([](char c) { return is_token_octet(c) || is_8bit(c); });
        }
        parameter.value_end = cursor_.position();
        return parameter.value_end > parameter.value;
    }

    Cursor cursor_;
};

/// What the parameter says, where that is certain.
std::optional<std::string> meaning(const Parameter& parameter) {
    if (!parameter.is_certain || parameter.content.find("=?") != std::string::npos) {
        return std::nullopt;
    }
    if (parameter.is_plain()) {
        return parameter.content;
    }
    const auto extended = split_extended(parameter.content);
    if (!parameter.is_extended() || !extended || extended->charset != "utf-8") {
        return std::nullopt;
    }
    auto text = percent_decoded(extended->text);
    return text && is_utf8(*text) ? text : std::nullopt;
}

/// `name*=utf-8''...`, or `name*0*=...; name*1*=...`.
std::string extended(std::string_view base, std::string_view text) {
    std::string value = std::string(utf8_start) + percent_encoded(text);
    const std::string name(base);
    if (value.size() <= longest_section) {
        return name + "*=" + value;
    }
    std::string result;
    for (std::size_t number = 0; !value.empty(); ++number) {
        auto length = std::min(value.size(), longest_section);
        const auto percent = value.rfind('%', length - 1);
        if (length < value.size() && percent != std::string::npos && percent + 3 > length) {
            length = percent;
        }
        result += number == 0 ? "" : "; ";
        result += name + '*' + std::to_string(number) + "*=" + value.substr(0, length);
        value.erase(0, length);
    }
    return result;
}

/// All that say something of one name.
struct Namesakes {
    std::optional<std::string> text;  // nothing: not certain, or not the same
    const Parameter* best = nullptr;  // the first extended one, or else the first
};

using ByName = std::unordered_map<std::string, Namesakes>;

ByName by_name(const std::vector<Parameter>& parameters) {
    ByName names;
    for (const auto& parameter : parameters) {
        auto& namesakes = names[ascii_lower(parameter.base())];
        auto text = meaning(parameter);
        if (namesakes.best == nullptr) {
            namesakes = {std::move(text), &parameter};
            continue;
        }
        if (text != namesakes.text) {
            namesakes.text.reset();
        }
        if (parameter.is_extended() && !namesakes.best->is_extended()) {
            namesakes.best = &parameter;
        }
    }
    return names;
}

/// How a message is read depends on it: no reader expects more than ASCII there.
bool steers(const std::string& name) {
    return name.empty() || name == "boundary" || name == "charset";
}

}  // namespace

std::optional<std::string> encoded_parameters(std::string_view value) {
    const auto parameters = ParameterReader(value).parameters();
    if (!parameters) {
        return std::nullopt;
    }
    const auto names = by_name(*parameters);
    std::string result;
    std::size_t written = 0;  // so much of the value
    for (const auto& parameter : *parameters) {
        if (!has_8bit(parameter.content)) {
            continue;
        }
        const auto& [name, namesakes] = *names.find(ascii_lower(parameter.base()));
        if (!namesakes.text || steers(name)) {
            return std::nullopt;
        }
        if (namesakes.best == &parameter) {
            result += value.substr(written, parameter.begin - written);
            result += extended(parameter.base(), *namesakes.text);
            written = parameter.value_end;
        } else {
            result += value.substr(written, parameter.semicolon - written);
            written = parameter.end;
        }
    }
    return result.append(value.substr(written));
}

}  // namespace msa
