// Encoded-words, see decoded_text.h.
#include "mail/decoded_text.h"

#include "base/text.h"
#include "mail/charset.h"

#include <algorithm>
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

std::string octets_of(const EncodedWord& word) {
    return word.encoding == 'b' ? from_b(word.text) : from_q(word.text);
}

struct Decoding {
    enum class Unknown { ascii, utf_8, latin_1 };
    Unknown unknown = Unknown::ascii;
    CharsetReading charset{};
    bool keeps_blanks = false;  // between two encoded-words
    bool joins_octets = false;  // of adjacent words of one character set, before they are decoded
};

std::string in_utf8(std::string_view charset, std::string_view octets, const Decoding& decoding) {
    if (auto text = from_charset(charset, octets, decoding.charset)) {
        return *std::move(text);
    }
    switch (decoding.unknown) {
        case Decoding::Unknown::utf_8: return from_utf8(octets, true);
        case Decoding::Unknown::latin_1: return from_latin1(octets);
        case Decoding::Unknown::ascii: break;
    }
    return ascii_of(octets);
}

// Puts together what the pieces of a text stand for.
class Decoder {
public:
    explicit Decoder(const Decoding& decoding) : decoding_(decoding) {}

    void add(const EncodedWord& word) {
        const auto octets = octets_of(word);
        if (decoding_.keeps_blanks) {
            flush();
            result_ += blanks_;
        } else if (!decoding_.joins_octets || !equal_ignoring_case(charset_, word.charset)) {
            flush();
        }
        charset_ = word.charset;
        octets_ += octets;
        blanks_.clear();
        is_behind_word_ = true;
    }
    void add(char c) {
        if (is_behind_word_ && (is_blank(c) || c == '\n' || c == '\r')) {
            blanks_ += c;
            return;
        }
        flush();
        result_ += blanks_;
        result_ += c;
        blanks_.clear();
        is_behind_word_ = false;
    }
    std::string result() && {
        flush();
        return std::move(result_) + blanks_;
    }

private:
    void flush() {
        if (!octets_.empty()) {
            result_ += in_utf8(charset_, octets_, decoding_);
            octets_.clear();
        }
    }

    const Decoding& decoding_;
    std::string result_;
    std::string_view charset_;
    std::string octets_;
    std::string blanks_;  // behind an encoded-word, until it is known whether another follows
    bool is_behind_word_ = false;
};

std::string decoded(std::string_view text, const Decoding& decoding) {
    Decoder decoder(decoding);
    EncodedWords words;
    while (!text.empty()) {
        if (const auto word = words.in_front_of(text)) {
            decoder.add(*word);
            text.remove_prefix(word->length);
        } else {
            decoder.add(text.front());
            text.remove_prefix(1);
        }
    }
    return std::move(decoder).result();
}

bool may_hold_words(std::string_view text) {
    return text.find("=?") != std::string_view::npos;
}

std::vector<Decoding> plausible_decodings() {
    using Unknown = Decoding::Unknown;
    std::vector<Decoding> all;
    for (const bool keeps_blanks : {false, true}) {
        all.push_back({.keeps_blanks = keeps_blanks});
        all.push_back({.charset = {.drops_invalid = true}, .keeps_blanks = keeps_blanks});
        all.push_back({.unknown = Unknown::utf_8,
                       .charset = {.is_little_endian = true},
                       .keeps_blanks = keeps_blanks});
        all.push_back({.unknown = Unknown::latin_1, .keeps_blanks = keeps_blanks});
    }
    all.push_back({.joins_octets = true});
    return all;
}

}  // namespace

std::string decoded_text(std::string_view text) {
    return decoded(text, {.joins_octets = true});
}

std::vector<std::string> plausible_texts(std::string_view text) {
    if (!may_hold_words(text)) {
        return {std::string(text)};
    }
    static const auto decodings = plausible_decodings();
    std::vector<std::string> texts;
    const auto add = [&](std::string reading) {
        if (std::find(texts.begin(), texts.end(), reading) == texts.end()) {
            texts.push_back(std::move(reading));
        }
    };
    for (const auto& decoding : decodings) {
        auto once = decoded(text, decoding);
        if (may_hold_words(once)) {
            add(decoded(once, decoding));
        }
        add(std::move(once));
    }
    return texts;
}

std::optional<std::string> unknown_charset(std::string_view text) {
    EncodedWords words;
    while (!text.empty()) {
        const auto word = words.in_front_of(text);
        if (word && !from_charset(word->charset, octets_of(*word), CharsetReading{})) {
            return std::string(word->charset);
        }
        text.remove_prefix(word ? word->length : 1);
    }
    return std::nullopt;
}

}  // namespace msa
