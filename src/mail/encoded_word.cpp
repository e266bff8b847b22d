// Encoded-words, see encoded_word.h.
#include "mail/encoded_word.h"

#include "base/text.h"
#include "mail/header_list.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace msa {
namespace {

constexpr std::size_t max_word = 75;
constexpr std::size_t max_encoded_line = 76;
constexpr std::string_view q_start = "=?UTF-8?Q?";
constexpr std::string_view b_start = "=?UTF-8?B?";
constexpr std::string_view word_end = "?=";
/// Below this there may be no room for one character of four octets in Q.
constexpr std::size_t min_word = q_start.size() + 12 + word_end.size();

constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// White space and the word behind it.
struct Piece {
    std::string_view blanks;
    std::string_view word;
};

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
        const auto end = std::min(text.find_first_of(" \t", begin), text.size());
        if (begin == text.size()) {
            break;  // white space at the end
        }
        pieces.push_back({text.substr(0, begin), text.substr(begin, end - begin)});
        text.remove_prefix(end);
    }
    return pieces;
}

bool is_plain_in_q(char c) {
    return c > ' ' && c < '\x7f' && c != '=' && c != '?' && c != '_';
}

bool is_mostly_ascii(std::string_view text) {
    const auto beyond = std::count_if(text.begin(), text.end(), is_8bit);
    return 2 * static_cast<std::size_t>(beyond) <= text.size() + 2;
}

std::string in_q(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == ' ') {
            result += '_';
        } else if (is_plain_in_q(c)) {
            result += c;
        } else {
            result += {'=', hex_digits[octet >> 4U], hex_digits[octet & 15U]};
        }
    }
    return result;
}

std::string in_b(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t group = 0;
        const auto octets = std::min<std::size_t>(3, text.size() - i);
        for (std::size_t j = 0; j < 3; ++j) {
            group = group << 8U | (j < octets ? static_cast<unsigned char>(text[i + j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            result += j <= octets ? base64_digits[group >> (18U - 6U * j) & 63U] : '=';
        }
    }
    return result;
}

/// Lays out words one after the other, folding in front of what does not fit.
class Lines {
public:
    explicit Lines(std::string_view name) : column_(bare_name(name).size() + 1) {}

    void add(std::string_view blanks, std::string_view word) {
        const bool fits = column_ + blanks.size() + word.size() <= max_encoded_line;
        if (!fits && !blanks.empty()) {
            break_line();
        }
        text_ += blanks;
        text_ += word;
        column_ += blanks.size() + word.size();
    }
    /// The text as encoded-words; `blanks` in front of the first is not part of it.
    void add_encoded(std::string_view blanks, std::string_view text) {
        const bool is_q = is_mostly_ascii(text);
        for (bool is_first = true; !text.empty(); is_first = false) {
            if (!is_first || column_ + blanks.size() + min_word > max_encoded_line) {
                break_line();
                blanks = " ";
            }
            const auto room = std::min(max_word, max_encoded_line - column_ - blanks.size());
            const auto length = fitting(text, is_q, room);
            add(blanks, encoded(text.substr(0, length), is_q));
            text.remove_prefix(length);
        }
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    static std::string encoded(std::string_view text, bool is_q) {
        return std::string(is_q ? q_start : b_start) + (is_q ? in_q(text) : in_b(text)) +
               std::string(word_end);
    }
    /// How many octets of whole characters fit into one encoded-word of `room`. In B preferably
    /// those that need no padding: there are readers that stop at it (GMime 3.2).
    static std::size_t fitting(std::string_view text, bool is_q, std::size_t room) {
        std::size_t length = 0;
        std::size_t unpadded = 0;
        while (length < text.size()) {
            const auto next = length + utf8_length(text.substr(length));
            if (encoded(text.substr(0, next), is_q).size() > room) {
                return is_q || unpadded == 0 ? length : unpadded;
            }
            length = next;
            unpadded = length % 3 == 0 ? length : unpadded;
        }
        return length;
    }
    void break_line() {
        text_ += '\n';
        column_ = 0;
    }

    std::string text_;
    std::size_t column_;
};

std::string unfolded(std::string_view value) {
    std::string text(value);
    std::erase(text, '\n');
    return text;
}

}  // namespace

bool is_encoded_word(std::string_view word) {
    return word.size() > 4 && word.starts_with("=?") && word.ends_with("?=");
}

bool is_unstructured(std::string_view name) {
    constexpr std::array<std::string_view, 3> known{"Subject", "Comments", "Content-Description"};
    for (const auto each : known) {
        if (same_name(each, name)) {
            return true;
        }
    }
    return equal_ignoring_case(name.substr(0, 2), "X-");
}

std::string encoded_value(std::string_view name, std::string_view value) {
    const std::string text = unfolded(value);
    const auto pieces = pieces_of(text);
    Lines lines(name);
    for (auto piece = pieces.begin(); piece != pieces.end();) {
        if (!has_8bit(piece->word)) {
            lines.add(piece->blanks, piece->word);
            ++piece;
            continue;
        }
        const bool joins = piece != pieces.begin() && is_encoded_word((piece - 1)->word);
        std::string run(joins ? piece->blanks : "");
        run += piece->word;
        const bool is_bare = joins || piece->blanks.empty();
        const auto blanks = is_bare ? std::string_view(" ") : piece->blanks;
        for (++piece; piece != pieces.end() && has_8bit(piece->word); ++piece) {
            run += piece->blanks;
            run += piece->word;
        }
        if (piece != pieces.end() && is_encoded_word(piece->word)) {
            run += piece->blanks;
        }
        lines.add_encoded(blanks, run);
    }
    return std::move(lines).text();
}

}  // namespace msa
