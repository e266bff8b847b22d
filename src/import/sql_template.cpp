#include "import/sql_template.h"

#include "base/text.h"

#include <algorithm>
#include <vector>

namespace msa {
namespace {

class Template {
public:
    Template(SqlDialect dialect, std::string_view query)
        : dialect_(dialect), parts_(sql_key_parts(dialect)), rest_(query) {}

    Result<std::string> query() {
        std::string result;
        while (!rest_.empty()) {
            const char c = take();
            if (c == '\'' || c == '"') {
                auto text = quoted_text(c);
                if (!text) {
                    return text;
                }
                result += *text;
            } else if (c != '%') {
                result += c;
            } else if (!rest_.empty() && rest_.front() == '%') {
                result += take();
            } else {
                return Error{"a part of the key is outside quotes", ErrorKind::bad_input};
            }
        }
        return needs_local_part_ ? with_local_part(result) : result;
    }

private:
    char take() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    /// Behind the quote: the text as it was, or as an expression where the key is in it.
    Result<std::string> quoted_text(char quote) {
        std::vector<std::string> pieces;
        std::string literal;
        bool has_key = false;
        const auto end_literal = [&] {
            if (!literal.empty()) {
                pieces.push_back('\'' + literal + '\'');
                literal.clear();
            }
        };
        while (!rest_.empty()) {
            const char c = take();
            if (c == quote && !(!rest_.empty() && rest_.front() == quote)) {
                if (!has_key) {
                    return quote + literal + quote;
                }
                end_literal();
                return sql_joined(dialect_, pieces);
            }
            if (c == quote) {
                literal += c;
                literal += take();
            } else if (c != '%') {
                literal += c;
            } else if (auto part = key_part(); !part) {
                return part;
            } else if (*part == "%") {
                literal += '%';
            } else {
                end_literal();
                has_key = true;
                pieces.push_back(*std::move(part));
            }
        }
        return Error{"a text in quotes has no end", ErrorKind::bad_config};
    }

    Result<std::string> key_part() {
        const char letter = rest_.empty() ? ' ' : take();
        switch (letter) {
            case '%': return std::string("%");
            case 's':
            case 'S': return parts_.key;
            case 'u':
            case 'U': needs_local_part_ = true; return parts_.local_part;
            case 'd':
            case 'D': return parts_.domain;
            default:
                if (letter >= '1' && letter <= '9') {
                    return Error{"%" + std::string(1, letter) +
                                     ", one label of the domain, has no equivalent here",
                                 ErrorKind::bad_input};
                }
                return Error{"there is no %" + printable(std::string_view(&letter, 1)) + " here",
                             ErrorKind::bad_config};
        }
    }

    [[nodiscard]] std::string with_local_part(const std::string& query) const {
        return "SELECT * FROM (" + query + ") AS found WHERE " + parts_.key + " NOT LIKE '@%'";
    }

    SqlDialect dialect_;
    SqlKeyParts parts_;
    std::string_view rest_;
    bool needs_local_part_ = false;
};

}  // namespace

SqlKeyParts sql_key_parts(SqlDialect dialect) {
    switch (dialect) {
        case SqlDialect::mysql:
            return {.key = "?",
                    .local_part =
                        "LEFT(?, CHAR_LENGTH(?) - CHAR_LENGTH(SUBSTRING_INDEX(?, '@', -1)) - 1)",
                    .domain = "SUBSTRING_INDEX(?, '@', -1)"};
        case SqlDialect::pgsql:
            return {.key = "$1::text",
                    .local_part = "regexp_replace($1::text, '@[^@]*$', '')",
                    .domain = "substring($1::text from '[^@]*$')"};
        case SqlDialect::sqlite: break;
    }
    // SQLite finds no last character: what is not @ is cut off at the end.
    const std::string up_to_at = "rtrim(:key, replace(:key, '@', ''))";
    return {.key = ":key",
            .local_part = "substr(:key, 1, length(" + up_to_at + ") - 1)",
            .domain = "substr(:key, length(" + up_to_at + ") + 1)"};
}

std::string sql_joined(SqlDialect dialect, const std::vector<std::string>& texts) {
    if (texts.size() == 1) {
        return texts[0];
    }
    return dialect == SqlDialect::mysql ? "CONCAT(" + join(texts, ", ") + ')'
                                        : '(' + join(texts, " || ") + ')';
}

Result<std::string> sql_query(SqlDialect dialect, std::string_view query) {
    while (!query.empty() && (query.back() == ';' || is_blank(query.back()))) {
        query.remove_suffix(1);
    }
    return Template(dialect, query).query();
}

}  // namespace msa
