#include "mail/unicode.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include <uniconv.h>
#include <uninorm.h>

namespace msa {

namespace {

struct Free {
    void operator()(std::uint8_t* memory) const { std::free(memory); }  // as libunistring made it
};
using Text = std::unique_ptr<std::uint8_t, Free>;

std::string to_string(const Text& text, std::size_t length) {
    return {reinterpret_cast<const char*>(text.get()), length};
}

std::string normalized(std::string_view text, uninorm_t form) {
    std::size_t length = 0;
    const Text normal(u8_normalize(form, reinterpret_cast<const std::uint8_t*>(text.data()),
                                   text.size(), nullptr, &length));
    if (!normal) {
        throw std::bad_alloc();  // the only fault left: the text is well formed
    }
    return to_string(normal, length);
}

/// No slash: it begins an option of iconv.
bool is_charset_name(std::string_view name) {
    constexpr std::size_t max_name = 40;
    return !name.empty() && name.size() <= max_name &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':';
           });
}

char32_t code_point(std::string_view sequence) {
    constexpr unsigned lead_bits[] = {0x7FU, 0x7FU, 0x1FU, 0x0FU, 0x07U};
    char32_t value = static_cast<unsigned char>(sequence[0]) & lead_bits[sequence.size()];
    for (const char c : sequence.substr(1)) {
        value = value << 6U | (static_cast<unsigned char>(c) & 0x3FU);
    }
    return value;
}

void add_utf8(std::string& text, char32_t point) {
    const auto octet = [&](char32_t value) { text += static_cast<char>(value); };
    if (point < 0x80) {
        octet(point);
    } else if (point < 0x800) {
        octet(0xC0U | point >> 6U);
    } else if (point < 0x10000) {
        octet(0xE0U | point >> 12U);
        octet(0x80U | (point >> 6U & 0x3FU));
    } else {
        octet(0xF0U | point >> 18U);
        octet(0x80U | (point >> 12U & 0x3FU));
        octet(0x80U | (point >> 6U & 0x3FU));
    }
    if (point >= 0x80) {
        octet(0x80U | (point & 0x3FU));
    }
}

}  // namespace

std::string nfc(std::string_view text) {
    return normalized(text, UNINORM_NFC);
}

std::string nfkc(std::string_view text) {
    return normalized(text, UNINORM_NFKC);
}

std::optional<std::string> from_charset(std::string_view charset, std::string_view octets) {
    if (!is_charset_name(charset)) {
        return std::nullopt;
    }
    std::size_t length = 0;
    const Text text(u8_conv_from_encoding(std::string(charset).c_str(), iconveh_question_mark,
                                          octets.data(), octets.size(), nullptr, nullptr, &length));
    return text ? std::optional(to_string(text, length)) : std::nullopt;
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> points;
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length > 0) {
            points.push_back(code_point(text.substr(0, length)));
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return points;
}

std::string to_utf8(const std::vector<char32_t>& code_points) {
    std::string text;
    for (const char32_t point : code_points) {
        add_utf8(text, point);
    }
    return text;
}

}  // namespace msa
