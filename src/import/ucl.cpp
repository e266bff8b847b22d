#include "import/ucl.h"

#include "base/text.h"
#include "import/placed_line.h"

#include <algorithm>

namespace msa {
namespace {

constexpr int deepest = 50;
constexpr std::string_view blanks = " \t\r\n";

class Parser {
public:
    Parser(const std::string& file, std::string_view text) : file_(file), rest_(text) {}

    Result<UclValue> whole() {
        UclValue section{.kind = UclValue::Kind::section, .place = place()};
        if (const auto skipped = skip_blanks(); !skipped) {
            return skipped.error();
        }
        if (!is_at("{")) {
            return members(section, false, 0);
        }
        skip(1);  // all of it in braces, as JSON has it
        auto inner = members(section, true, 0);
        const auto skipped = skip_blanks();
        return !inner || !skipped ? (inner ? skipped.error() : inner)
               : rest_.empty()    ? inner
                                  : bad("something stands behind the last }");
    }

private:
    [[nodiscard]] std::string place() const { return file_ + ':' + std::to_string(line_); }
    [[nodiscard]] Error bad(std::string_view what) const { return import_error(place(), what); }
    [[nodiscard]] bool is_at(std::string_view text) const { return rest_.starts_with(text); }

    void skip(std::size_t count) {
        const auto part = rest_.substr(0, count);
        line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
        rest_.remove_prefix(part.size());
    }

    void skip_line() { skip(std::min(rest_.find('\n'), rest_.size())); }

    /// Blanks, and comments: # to the end of the line, /* in one another */.
    Result<void> skip_blanks() {
        for (;;) {
            skip(std::min(rest_.find_first_not_of(blanks), rest_.size()));
            if (is_at("#") || is_at("***")) {
                skip_line();
            } else if (is_at("/*")) {
                if (auto skipped = skip_comment(); !skipped) {
                    return skipped;
                }
            } else {
                return {};
            }
        }
    }

    Result<void> skip_comment() {
        const auto begin = place();
        int depth = 0;
        do {
            if (rest_.empty()) {
                return import_error(begin, "the comment has no end");
            }
            depth += is_at("/*") ? 1 : is_at("*/") ? -1 : 0;
            skip(is_at("/*") || is_at("*/") ? 2 : 1);
        } while (depth > 0);
        return {};
    }

    Result<UclValue> members(UclValue section, bool has_end, int depth) {
        for (;;) {
            if (const auto skipped = skip_blanks(); !skipped) {
                return skipped.error();
            }
            if (is_at(";") || is_at(",")) {
                skip(1);
            } else if (has_end && is_at("}")) {
                skip(1);
                return section;
            } else if (rest_.empty()) {
                return has_end ? Result<UclValue>(import_error(
                                     section.place, "the section that begins here has no }"))
                               : section;
            } else if (auto added = member(section, depth); !added) {
                return added.error();
            }
        }
    }

    Result<void> member(UclValue& section, int depth) {
        auto key = word("=:{}[];,");
        if (!key || key->text.empty()) {
            return key ? bad("a name is expected") : key.error();
        }
        auto value = is_at("(") || key->text.starts_with('.') ? macro(*key) : value_of(depth);
        if (!value) {
            return value.error();
        }
        add(section, key->text, *std::move(value));
        return {};
    }

    /// `.include(options) "path"`, `.name { text }`, told apart from no other.
    Result<UclValue> macro(const UclValue& name) {
        UclValue value{.kind = UclValue::Kind::text, .place = name.place};
        const auto* const begin = rest_.data();
        skip(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
        for (const auto& [open, close] : {std::pair('(', ')'), std::pair('{', '}')}) {
            if (!rest_.starts_with(open)) {
                continue;
            }
            const auto end = rest_.find(close);
            if (end == std::string_view::npos) {
                return import_error(name.place, name.text + " has no " + close);
            }
            skip(end + 1);
        }
        skip_line();
        const auto length = static_cast<std::size_t>(rest_.data() - begin);
        const std::string_view text(begin, length);
        value.text = std::string(trimmed(text.substr(0, text.find('\n'))));
        return value;
    }

    /// A name that stands twice has a list of both.
    static void add(UclValue& section, const std::string& name, UclValue value) {
        const auto same = std::find_if(section.members.begin(), section.members.end(),
                                       [&](const auto& each) { return each.first == name; });
        if (same == section.members.end()) {
            section.members.emplace_back(name, std::move(value));
            return;
        }
        if (!same->second.is_repeated) {
            UclValue list{
                .kind = UclValue::Kind::list, .is_repeated = true, .place = same->second.place};
            list.items.push_back(std::move(same->second));
            same->second = std::move(list);
        }
        same->second.items.push_back(std::move(value));
    }

    /// Behind a name: `= value`, `: value`, `value`, `{`, `[`, or the name of a section within.
    Result<UclValue> value_of(int depth) {
        if (const auto skipped = skip_blanks(); !skipped) {
            return skipped.error();
        }
        const bool is_assigned = is_at("=") || is_at(":");
        if (is_assigned) {
            skip(1);
            if (const auto skipped = skip_blanks(); !skipped) {
                return skipped.error();
            }
        }
        if (is_assigned || !leads_to_section()) {
            return value(depth);
        }
        if (depth > deepest) {
            return too_deep();
        }
        UclValue outer{.kind = UclValue::Kind::section, .place = place()};
        auto name = word(";,{}[]");
        if (!name) {
            return name;
        }
        auto inner = value_of(depth + 1);  // `section name { ... }`
        if (!inner) {
            return inner;
        }
        outer.members.emplace_back(name->text, *std::move(inner));
        return outer;
    }

    /// Whether names and then { stand here, on one line.
    [[nodiscard]] bool leads_to_section() const {
        Parser ahead(*this);
        for (bool has_name = false;; has_name = true) {
            ahead.skip(std::min(ahead.rest_.find_first_not_of(" \t"), ahead.rest_.size()));
            if (ahead.is_at("{")) {
                return has_name;
            }
            const auto name = ahead.word(";,{}[]");
            if (!name || name->text.empty() || name->text.ends_with('$')) {  // ${NAME}/x
                return false;
            }
        }
    }

    [[nodiscard]] Error too_deep() const { return bad("sections are nested more than 50 deep"); }

    Result<UclValue> value(int depth) {
        if (depth > deepest) {
            return too_deep();
        }
        UclValue found{.place = place()};
        if (is_at("{")) {
            found.kind = UclValue::Kind::section;
            skip(1);
            return members(std::move(found), true, depth + 1);
        }
        if (is_at("[")) {
            found.kind = UclValue::Kind::list;
            skip(1);
            return items(std::move(found), depth + 1);
        }
        if (rest_.empty() || is_at(";") || is_at("}") || is_at("]") || is_at(",")) {
            return bad("a value is expected");
        }
        return is_at("<<")                 ? here_text(std::move(found))
               : is_at("\"") || is_at("'") ? quoted_word(std::move(found))
                                           : bare_text(std::move(found));
    }

    /// Up to the end of the line, or what ends a value: braces within are part of it, `${NAME}/x`.
    Result<UclValue> bare_text(UclValue found) {
        int open = 0;
        std::size_t length = 0;
        for (; length < rest_.size(); ++length) {
            const char c = rest_[length];
            open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (open < 0 || c == ';' || c == ',' || c == '\n' || c == '\r' || c == '#' ||
                rest_.substr(length).starts_with("/*")) {
                break;
            }
        }
        found.text = std::string(trimmed(rest_.substr(0, length)));
        skip(length);
        return found;
    }

    Result<UclValue> items(UclValue list, int depth) {
        for (;;) {
            if (const auto skipped = skip_blanks(); !skipped) {
                return skipped.error();
            }
            if (is_at("]")) {
                skip(1);
                return list;
            }
            if (is_at(",") || is_at(";")) {
                skip(1);
            } else if (rest_.empty()) {
                return import_error(list.place, "the list that begins here has no ]");
            } else if (auto item = value(depth)) {
                list.items.push_back(*std::move(item));
            } else {
                return item;
            }
        }
    }

    /// "in quotes", 'in quotes', or up to a blank or one of the characters.
    Result<UclValue> word(std::string_view ends) {
        UclValue found{.place = place()};
        if (is_at("\"") || is_at("'")) {
            return quoted_word(std::move(found));
        }
        const auto length =
            std::min(rest_.find_first_of(std::string(ends) + " \t\r\n"), rest_.size());
        found.text = std::string(rest_.substr(0, length));
        if (const auto options = found.text.find('(');
            found.text.starts_with('.') && options != std::string::npos) {
            found.text.resize(options);
            skip(options);
            return found;
        }
        skip(length);
        return found;
    }

    static char unescaped(char c) { return c == 'n' ? '\n' : c == 't' ? '\t' : c; }

    /// In double quotes \n is a line end and so on; in single ones only \' is more than it shows.
    Result<UclValue> quoted_word(UclValue found) {
        const char quote = rest_.front();
        skip(1);
        while (!rest_.empty() && rest_.front() != quote && rest_.front() != '\n') {
            const bool is_escaped =
                rest_.front() == '\\' && rest_.size() > 1 && (quote == '"' || rest_[1] == quote);
            skip(is_escaped ? 1 : 0);
            const char c = rest_.front();
            found.text += is_escaped && quote == '"' ? unescaped(c) : c;
            skip(1);
        }
        if (!rest_.starts_with(quote)) {
            return import_error(found.place, "the text in quotes has no end");
        }
        skip(1);
        return found;
    }

    /// <<END, lines, and END at the beginning of one.
    Result<UclValue> here_text(UclValue found) {
        const auto end = rest_.find('\n');
        const auto name =
            std::string(trimmed(rest_.substr(2, end == std::string_view::npos ? end : end - 2)));
        auto close = end;
        if (!name.empty()) {
            do {
                close = rest_.find('\n' + name, close);
            } while (close != std::string_view::npos && !is_end(rest_, close + name.size() + 1) &&
                     ++close != 0);
        }
        if (end == std::string_view::npos || name.empty() || close == std::string_view::npos) {
            return bad("the text after << has no end");
        }
        found.text =
            close > end ? std::string(rest_.substr(end + 1, close - end - 1)) : std::string();
        skip(close + name.size() + 1);
        return found;
    }

    /// Whether the name that ends a text ends there.
    static bool is_end(std::string_view text, std::size_t at) {
        return at >= text.size() || text.find_first_of(";,\r\n", at) == at;
    }

    const std::string& file_;
    std::string_view rest_;
    int line_ = 1;
};

}  // namespace

const UclValue* UclValue::find(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& each) { return each.first == name; });
    return found == members.end() ? nullptr : &found->second;
}

std::vector<const UclValue*> UclValue::each() const {
    std::vector<const UclValue*> values;
    if (kind != Kind::list) {
        values.push_back(this);
        return values;
    }
    for (const auto& item : items) {
        values.push_back(&item);
    }
    return values;
}

Result<UclValue> parse_ucl(const std::string& file, std::string_view text) {
    return Parser(file, text).whole();
}

}  // namespace msa
