// Encoded-words, see decoded_text.h.
#include "mail/decoded_text.h"

#include "base/text.h"
#include "mail/unicode.h"

#include <optional>
#include <vector>

namespace msa {

namespace {

struct EncodedWord {
    std::string_view charset;
    char encoding = 'q';
    std::string_view text;
    std::size_t length = 0;  // with its delimiters
};

// Finds encoded-words in a text. Each search that runs to its end in vain is the last of its kind,
// so that all of them together take linear time.
class EncodedWords {
public:
    /// The one in front of what is left of the text: =?charset*language?encoding?text?=
    std::optional<EncodedWord> in_front_of(std::string_view rest) {
        if (rest.substr(0, 2) != "=?" || are_over_) {
            return std::nullopt;
        }
        const auto charset_end = rest.find('?', 2);
        are_over_ = charset_end == std::string_view::npos;
        if (are_over_ || rest.size() < charset_end + 3 || rest[charset_end + 2] != '?') {
            return std::nullopt;
        }
        const char encoding = ascii_lower(rest[charset_end + 1]);
        if (encoding != 'q' && encoding != 'b') {
            return std::nullopt;
        }
        const auto begin = charset_end + 3;
        const auto end = rest.find("?=", begin);
        are_over_ = end == std::string_view::npos;
        if (are_over_) {
            return std::nullopt;
        }
        const auto charset = rest.substr(2, charset_end - 2);
        return EncodedWord{.charset = charset.substr(0, charset.find('*')),
                           .encoding = encoding,
                           .text = rest.substr(begin, end - begin),
                           .length = end + 2};
    }

private:
    bool are_over_ = false;
};

std::optional<unsigned> hex_digit(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = digits.find(ascii_lower(c));
    return value == std::string_view::npos ? std::nullopt
                                           : std::optional(static_cast<unsigned>(value));
}

std::string from_q(std::string_view text) {
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
        const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
        if (text[i] == '=' && high && low) {
            octets += static_cast<char>(*high * 16 + *low);
            i += 2;
        } else {
            octets += text[i] == '_' ? ' ' : text[i];
        }
    }
    return octets;
}

// What is no digit is skipped; padding ends a group, and another may follow.
std::string from_b(std::string_view text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string octets;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (c == '=') {
            count = 0;
        } else if (digit != std::string_view::npos) {
            bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFFFU;
            count += 6;
            if (count >= 8) {
                count -= 8;
                octets += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
            }
        }
    }
    return octets;
}

std::string from_latin1(std::string_view octets) {
    std::vector<char32_t> points;
    for (const char c : octets) {
        points.push_back(static_cast<unsigned char>(c));
    }
    return to_utf8(points);
}

std::string in_utf8(std::string_view charset, std::string octets) {
    if (equal_ignoring_case(charset, "utf-8") || equal_ignoring_case(charset, "us-ascii")) {
        return octets;
    }
    auto text = from_charset(charset, octets);
    return text ? *std::move(text) : from_latin1(octets);
}

std::string decoded(const EncodedWord& word) {
    return in_utf8(word.charset, word.encoding == 'b' ? from_b(word.text) : from_q(word.text));
}

}  // namespace

std::string decoded_text(std::string_view text) {
    std::string result;
    std::string blanks;  // behind an encoded-word, until it is known whether another follows
    bool behind_word = false;
    EncodedWords words;
    while (!text.empty()) {
        if (const auto word = words.in_front_of(text)) {
            result += decoded(*word);
            blanks.clear();
            behind_word = true;
            text.remove_prefix(word->length);
            continue;
        }
        const char c = text.front();
        text.remove_prefix(1);
        if (behind_word && (is_blank(c) || c == '\n' || c == '\r')) {
            blanks += c;
            continue;
        }
        result += blanks;
        result += c;
        blanks.clear();
        behind_word = false;
    }
    return result + blanks;
}

}  // namespace msa
