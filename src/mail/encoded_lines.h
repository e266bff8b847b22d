// Lays out a header field with encoded-words in it. Internal to mail/: callers want
// encoded_field.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

/// Where an encoded-word stands: in a phrase or comment fewer octets of Q are left as they are
/// (RFC 2047, 5).
enum class EncodedPlace { text, phrase };

/// Words one after the other, folded in front of what does not fit: encoded-words of at most 75
/// characters, on lines of at most 76 (RFC 2047, 2). `blanks` may hold a fold of their own.
class EncodedLines {
public:
    explicit EncodedLines(std::string_view name);

    void add(std::string_view blanks, std::string_view word);
    /// The text as encoded-words; `blanks` in front of the first is not part of it.
    void add_encoded(std::string_view blanks, std::string_view text, EncodedPlace place);
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    void break_line();
    void append(std::string_view piece);

    std::string text_;
    std::size_t column_;
};

}  // namespace msa
