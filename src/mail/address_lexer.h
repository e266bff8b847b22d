// Octets and tokens that header addresses and envelope paths share. Internal to mail/: callers want
// address.h or path.h.
#pragma once

#include "base/result.h"
#include "base/text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Octets of an atom (RFC 5322, 3.2.3), with those of UTF-8 (RFC 6532, 3.2).
[[nodiscard]] constexpr bool is_atext(char c) {
    return is_letter(c) || is_digit(c) || is_8bit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// Non-empty atoms with single periods between them.
[[nodiscard]] bool is_dot_string(std::string_view text);

/// A reading position. Errors name it as an octet, counted from 1.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
    /// NUL at the end, which check_octets() and path.cpp make sure no text holds.
    [[nodiscard]] char next() const { return at_end() ? '\0' : text_[position_]; }
    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] std::string_view since(std::size_t begin) const {
        return text_.substr(begin, position_ - begin);
    }
    [[nodiscard]] std::string_view from(std::size_t begin) const { return text_.substr(begin); }
    /// `WHAT at octet N`, and behind a colon what the author can do about it.
    [[nodiscard]] Error error(std::string_view what, std::string_view advice = {}) const {
        return error_at(position_, what, advice);
    }
    [[nodiscard]] static Error error_at(std::size_t position, std::string_view what,
                                        std::string_view advice = {});

    char take() { return text_[position_++]; }
    bool take_if(char c);
    /// The longest run of octets that `belongs` is true of.
    template <class Predicate>
    std::string_view take_while(Predicate belongs) {
        const std::size_t begin = position_;
        while (!at_end() && belongs(text_[position_])) {
            ++position_;
        }
        return since(begin);
    }

private:
    std::string_view text_;
    std::size_t position_ = 0;
};

/// What must be true of every octet of a field body before it is read: not over-long, UTF-8 well
/// formed, no control characters but tabs and folds, no fold that leaves a blank line. Behind this
/// check CR and LF are nothing but white space.
[[nodiscard]] Result<void> check_octets(std::string_view field_body);

/// White space of a checked field body.
[[nodiscard]] bool is_white_space(char c);

/// A run of atoms and periods, or one quoted-string.
struct Word {
    std::string content;  // without quotes and backslashes
    bool is_quoted = false;
    std::size_t begin = 0;  // position of its first octet
    std::size_t end = 0;    // position behind its last octet
};

[[nodiscard]] bool starts_word(char c);
/// Reads the word that starts at the cursor.
[[nodiscard]] Result<Word> read_word(Cursor& cursor);

/// Reads the comment that starts at the cursor, with those inside it; returns its content.
[[nodiscard]] Result<std::string> read_comment(Cursor& cursor);

/// Reads white space and comments (CFWS of RFC 5322, 3.2.2); returns the content of the comments.
/// More than max_comments (address.h) are an error.
[[nodiscard]] Result<std::vector<std::string>> read_cfws(Cursor& cursor);

}  // namespace msa
