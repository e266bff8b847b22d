// Tokens of addresses, see address_lexer.h. Nothing here recurses: comments count their depth.
#include "mail/address_lexer.h"

#include "base/text.h"
#include "mail/address.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

bool is_line_break(char c) {
    return c == '\r' || c == '\n';
}

// The length of the fold in front of `text`: a line break, then the blanks of the next line, which
// must not be all that line has (RFC 5322, 4.2; some readers end the header there). 0: no fold.
std::size_t fold_length(std::string_view text) {
    std::size_t length = text.substr(0, 2) == "\r\n" ? 2 : 1;
    if (length == 1 && text.front() == '\r') {
        return 0;
    }
    const std::size_t blanks = length;
    while (length < text.size() && is_blank(text[length])) {
        ++length;
    }
    const bool has_text = length < text.size() && !is_line_break(text[length]);
    return length > blanks && has_text ? length : 0;
}

// Reads what follows a backslash. A quoted-pair holds a visible octet or a blank (RFC 5322, 3.2.1).
Result<char> read_escaped(Cursor& cursor) {
    if (cursor.at_end() || is_line_break(cursor.next())) {
        return cursor.error("nothing behind a backslash");
    }
    return cursor.take();
}

// Takes the next octet of a quoted-string or comment into its content, or what a backslash escapes.
// White space is content, line breaks of folds are not.
Result<void> take_content(Cursor& cursor, std::string& content) {
    const char c = cursor.take();
    if (c == '\\') {
        const auto escaped = read_escaped(cursor);
        if (!escaped) {
            return escaped.error();
        }
        content += *escaped;
    } else if (!is_line_break(c)) {
        content += c;
    }
    return {};
}

Result<std::string> read_quoted_string(Cursor& cursor) {
    const std::size_t begin = cursor.position();
    cursor.take();
    std::string content;
    while (!cursor.at_end()) {
        if (cursor.take_if('"')) {
            return content;
        }
        if (const auto taken = take_content(cursor, content); !taken) {
            return taken.error();
        }
    }
    return Cursor::error_at(begin, "quotation mark without its partner");
}

}  // namespace

bool is_dot_string(std::string_view text) {
    const auto is_part = [](char c) { return is_atext(c) || c == '.'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_part) && text.front() != '.' &&
           text.back() != '.' && text.find("..") == std::string_view::npos;
}

Error Cursor::error_at(std::size_t position, std::string_view what, std::string_view advice) {
    std::string text = std::string(what) + " at octet " + std::to_string(position + 1);
    if (!advice.empty()) {
        text += ": " + std::string(advice);
    }
    return {.what = std::move(text), .kind = ErrorKind::bad_input};
}

bool Cursor::take_if(char c) {
    const bool is_there = !at_end() && next() == c;
    position_ += is_there ? 1 : 0;
    return is_there;
}

Result<void> check_octets(std::string_view field_body) {
    if (field_body.size() > max_address_field) {
        return Cursor::error_at(max_address_field, "field too long");
    }
    for (std::size_t i = 0; i < field_body.size();) {
        const char c = field_body[i];
        if (!is_control(c)) {
            ++i;
            continue;
        }
        const std::size_t length = is_line_break(c) ? fold_length(field_body.substr(i)) : 1;
        if (length == 0) {
            return Cursor::error_at(i, "line break that is no fold");
        }
        if (c != '\t' && !is_line_break(c)) {
            return Cursor::error_at(i, "control character 0x" + hex(std::string(1, c)));
        }
        i += length;
    }
    const std::size_t well_formed = well_formed_prefix(field_body);
    if (well_formed < field_body.size()) {
        return Cursor::error_at(well_formed, "octets that are not UTF-8");
    }
    return {};
}

bool is_white_space(char c) {
    return is_blank(c) || is_line_break(c);
}

bool starts_word(char c) {
    return is_atext(c) || c == '.' || c == '"';
}

Result<Word> read_word(Cursor& cursor) {
    Word word;
    word.is_quoted = cursor.next() == '"';
    word.begin = cursor.position();
    if (word.is_quoted) {
        auto content = read_quoted_string(cursor);
        if (!content) {
            return content.error();
        }
        word.content = *std::move(content);
    } else {
        word.content = cursor.take_while([](char c) { return is_atext(c) || c == '.'; });
    }
    word.end = cursor.position();
    return word;
}

Result<std::string> read_comment(Cursor& cursor) {
    const std::size_t begin = cursor.position();
    cursor.take();
    std::string content;
    for (int depth = 1; !cursor.at_end();) {
        if (cursor.next() == '(' && ++depth > max_comment_depth) {
            return cursor.error("comments nested too deeply");
        }
        if (cursor.next() == ')' && --depth == 0) {
            cursor.take();
            return content;
        }
        if (const auto taken = take_content(cursor, content); !taken) {
            return taken.error();
        }
    }
    return Cursor::error_at(begin, "parenthesis without its partner");
}

Result<std::vector<std::string>> read_cfws(Cursor& cursor) {
    std::vector<std::string> comments;
    for (;;) {
        cursor.take_while(is_white_space);
        if (cursor.next() != '(') {
            return comments;
        }
        auto comment = read_comment(cursor);
        if (!comment) {
            return comment.error();
        }
        comments.push_back(*std::move(comment));
        if (comments.size() > max_comments) {
            return cursor.error("more than " + std::to_string(max_comments) + " comments in a row");
        }
    }
}

}  // namespace msa
