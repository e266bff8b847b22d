// ASCII text, see text.h. Nothing here asks the locale.
#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace msa {

namespace {

using Byte = unsigned char;

constexpr bool is_in(Byte value, Byte low, Byte high) {
    return value >= low && value <= high;
}

// The octets of one UTF-8 sequence by its first octet, and the range of the second, which is where
// overlong forms, surrogates and code points beyond U+10FFFF show (RFC 3629, 4).
struct Sequence {
    std::size_t length = 0;  // 0: no sequence starts like this
    Byte second_low = 0x80;
    Byte second_high = 0xBF;
};

constexpr Sequence sequence_of(Byte first) {
    if (first < 0x80) {
        return {.length = 1};
    }
    if (is_in(first, 0xC2, 0xDF)) {
        return {.length = 2};
    }
    if (is_in(first, 0xE0, 0xEF)) {
        return {.length = 3,
                .second_low = first == 0xE0 ? Byte{0xA0} : Byte{0x80},
                .second_high = first == 0xED ? Byte{0x9F} : Byte{0xBF}};
    }
    if (is_in(first, 0xF0, 0xF4)) {
        return {.length = 4,
                .second_low = first == 0xF0 ? Byte{0x90} : Byte{0x80},
                .second_high = first == 0xF4 ? Byte{0x8F} : Byte{0xBF}};
    }
    return {};
}

// Insertions, deletions, replacements, and swaps of neighbours, each counting one.
std::size_t typing_errors(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

/// How many octets in front are ASCII; most text is, so that it looks at eight at a time.
std::size_t ascii_prefix(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::size_t length = 0;
    for (std::uint64_t eight = 0; length + sizeof eight <= text.size(); length += sizeof eight) {
        std::memcpy(&eight, text.data() + length, sizeof eight);
        if ((eight & high_bits) != 0) {
            break;
        }
    }
    while (length < text.size() && !is_8bit(text[length])) {
        ++length;
    }
    return length;
}

bool stands_for_itself(char c) {
    return c != '\\' && !is_control(c) && !is_8bit(c);
}

void append_escaped(std::string& shown, char c) {
    if (c == '\\') {
        shown += "\\\\";
    } else if (!stands_for_itself(c)) {
        shown += "\\x";
        shown += hex({&c, 1});
    } else {
        shown += c;
    }
}

}  // namespace

std::string ascii_lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return ascii_lower(c); });
    return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a == b || std::equal(a.begin(), a.end(), b.begin(), b.end(),
                                [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool has_8bit(std::string_view text) {
    return ascii_prefix(text) < text.size();
}

bool is_utf8(std::string_view text) {
    return well_formed_prefix(text) == text.size();
}

std::size_t utf8_length(std::string_view text) {
    const Sequence sequence = sequence_of(static_cast<Byte>(text[0]));
    if (sequence.length < 2 || sequence.length > text.size()) {
        return sequence.length > text.size() ? 0 : sequence.length;
    }
    if (!is_in(static_cast<Byte>(text[1]), sequence.second_low, sequence.second_high)) {
        return 0;
    }
    const auto rest = text.substr(2, sequence.length - 2);
    const bool continues = std::all_of(
        rest.begin(), rest.end(), [](char c) { return is_in(static_cast<Byte>(c), 0x80, 0xBF); });
    return continues ? sequence.length : 0;
}

std::size_t well_formed_prefix(std::string_view text) {
    std::size_t position = ascii_prefix(text);
    while (position < text.size()) {
        const std::size_t length = utf8_length(text.substr(position));
        if (length == 0) {
            return position;
        }
        position += length;
        position += ascii_prefix(text.substr(position));
    }
    return position;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string result;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            result += separator;
        }
        result += parts[i];
    }
    return result;
}

std::size_t occurrences(std::string_view text, std::string_view wanted) {
    std::size_t count = 0;
    for (auto at = text.find(wanted); at != std::string_view::npos;
         at = text.find(wanted, at + wanted.size())) {
        ++count;
    }
    return count;
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    // One slip per four letters, so that short words do not mean each other.
    std::size_t limit = std::max<std::size_t>(1, word.size() / 4);
    std::optional<std::string> best;
    const std::string folded = ascii_lower(word);
    for (const std::string& candidate : candidates) {
        const std::size_t errors = typing_errors(folded, ascii_lower(candidate));
        if (errors <= limit && (!best || errors < limit)) {
            limit = errors;
            best = candidate;
        }
    }
    return best;
}

std::string hex(std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * octets.size());
    for (const char octet : octets) {
        const auto value = static_cast<Byte>(octet);
        text += digits[value >> 4U];
        text += digits[value & 0xFU];
    }
    return text;
}

std::string printable(std::string_view text, std::size_t limit) {
    if (text.size() <= limit && std::all_of(text.begin(), text.end(), stands_for_itself)) {
        return std::string(text);
    }
    std::string result;
    for (const char c : text) {
        const std::size_t before = result.size();
        append_escaped(result, c);
        if (result.size() > limit) {
            result.resize(before);
            return result + "...";
        }
    }
    return result;
}

}  // namespace msa
