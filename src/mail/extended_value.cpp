#include "mail/extended_value.h"

#include "base/text.h"

namespace msa {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (is_digit(c)) {
        return static_cast<unsigned>(c - '0');
    }
    const char lower = ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? std::optional(static_cast<unsigned>(lower - 'a' + 10))
                                        : std::nullopt;
}

bool is_attribute_char(char c) {
    constexpr std::string_view marks = "!#$&+-.^_`{|}~";
    return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<ExtendedValue> split_extended(std::string_view value) {
    const auto first = value.find('\'');
    const auto second = first == std::string_view::npos ? first : value.find('\'', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    return ExtendedValue{ascii_lower(value.substr(0, first)), value.substr(second + 1)};
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
        const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
        if (!low) {
            return std::nullopt;
        }
        result += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return result;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (is_attribute_char(c)) {
            result += c;
        } else {
            result += {'%', digits[octet >> 4U], digits[octet & 15U]};
        }
    }
    return result;
}

}  // namespace msa
