// Encoded-words and the lines they stand in, see encoded_lines.h.
#include "mail/encoded_lines.h"

#include "base/text.h"
#include "mail/header_list.h"

#include <algorithm>
#include <cstdint>

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

bool is_plain_in_q(char c, EncodedPlace place) {
    if (place == EncodedPlace::phrase) {
        return is_letter(c) || is_digit(c) || c == '!' || c == '*' || c == '+' || c == '-' ||
               c == '/';
    }
    return c > ' ' && c < '\x7f' && c != '=' && c != '?' && c != '_';
}

std::string in_q(std::string_view text, EncodedPlace place) {
    std::string result;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == ' ') {
            result += '_';
        } else if (is_plain_in_q(c, place)) {
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

/// Q where most of the text can be read in it, else B.
enum class Encoding { q, b };

Encoding encoding_for(std::string_view text) {
    const auto beyond = std::count_if(text.begin(), text.end(), is_8bit);
    return 2 * static_cast<std::size_t>(beyond) <= text.size() + 2 ? Encoding::q : Encoding::b;
}

std::string encoded(std::string_view text, Encoding encoding, EncodedPlace place) {
    return encoding == Encoding::q
               ? std::string(q_start) + in_q(text, place) + std::string(word_end)
               : std::string(b_start) + in_b(text) + std::string(word_end);
}

/// How many octets of whole characters fit into one encoded-word of `room`. In B preferably those
/// that need no padding: there are readers that stop at it (GMime 3.2).
std::size_t fitting(std::string_view text, Encoding encoding, EncodedPlace place,
                    std::size_t room) {
    std::size_t length = 0;
    std::size_t unpadded = 0;
    while (length < text.size()) {
        const auto next = length + utf8_length(text.substr(length));
        if (encoded(text.substr(0, next), encoding, place).size() > room) {
            return encoding == Encoding::q || unpadded == 0 ? length : unpadded;
        }
        length = next;
        unpadded = length % 3 == 0 ? length : unpadded;
    }
    return length;
}

bool has_fold(std::string_view blanks) {
    return blanks.find('\n') != std::string_view::npos;
}

}  // namespace

EncodedLines::EncodedLines(std::string_view name) : column_(bare_name(name).size() + 1) {}

void EncodedLines::add(std::string_view blanks, std::string_view word) {
    const bool fits = column_ + blanks.size() + word.size() <= max_encoded_line;
    if (!fits && !blanks.empty() && !has_fold(blanks)) {
        break_line();
    }
    append(blanks);
    append(word);
}

void EncodedLines::add_encoded(std::string_view blanks, std::string_view text, EncodedPlace place) {
    const auto encoding = encoding_for(text);
    for (bool is_first = true; !text.empty(); is_first = false) {
        if (!is_first || has_fold(blanks) ||
            column_ + blanks.size() + min_word > max_encoded_line) {
            break_line();
            blanks = " ";
        }
        const auto room = std::min(max_word, max_encoded_line - column_ - blanks.size());
        const auto length = fitting(text, encoding, place, room);
        add(blanks, encoded(text.substr(0, length), encoding, place));
        text.remove_prefix(length);
    }
}

void EncodedLines::break_line() {
    text_ += '\n';
    column_ = 0;
}

void EncodedLines::append(std::string_view piece) {
    const auto fold = piece.rfind('\n');
    column_ = fold == std::string_view::npos ? column_ + piece.size() : piece.size() - fold - 1;
    text_ += piece;
}

}  // namespace msa
