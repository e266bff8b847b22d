// Escaping, see markup.h.
#include "inquiry/markup.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {

namespace {

char32_t character_of(std::string_view sequence) {
    constexpr std::array<unsigned, 5> lead_bits{0, 0x7f, 0x1f, 0x0f, 0x07};
    char32_t character =
        static_cast<unsigned char>(sequence.front()) & lead_bits.at(sequence.size());
    for (const char c : sequence.substr(1)) {
        character = character << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    }
    return character;
}

/// Whether a reader would not see that it is there, or see others in another place.
bool is_unseen(char32_t character) {
    constexpr std::array<std::pair<char32_t, char32_t>, 12> ranges{{{0x80, 0x9f},
                                                                    {0xad, 0xad},
                                                                    {0x34f, 0x34f},
                                                                    {0x61c, 0x61c},
                                                                    {0x115f, 0x1160},
                                                                    {0x180b, 0x180e},
                                                                    {0x200b, 0x200f},
                                                                    {0x2028, 0x202e},
                                                                    {0x2060, 0x206f},
                                                                    {0xfe00, 0xfe0f},
                                                                    {0xfeff, 0xfeff},
                                                                    {0xe0000, 0xe0fff}}};
    return std::any_of(ranges.begin(), ranges.end(), [character](const auto& range) {
        return range.first <= character && character <= range.second;
    });
}

std::string visible(char32_t character) {
    std::string digits;
    for (; character != 0; character >>= 4U) {
        digits.insert(digits.begin(), "0123456789abcdef"[character & 0xfU]);
    }
    return "\\u{" + digits + '}';
}

std::string_view entity_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

}  // namespace

Markup& Markup::operator<<(std::string_view text) {
    while (!text.empty()) {
        const auto length = std::max<std::size_t>(1, utf8_length(text));
        const auto sequence = text.substr(0, length);
        text.remove_prefix(length);
        const char c = sequence.front();
        if (length == 1 && (is_control(c) || is_8bit(c))) {
            html_ += "\\x" + hex(sequence);
        } else if (length > 1 && is_unseen(character_of(sequence))) {
            html_ += visible(character_of(sequence));
        } else if (const auto entity = entity_of(c); !entity.empty()) {
            html_ += entity;
        } else {
            html_ += sequence;
        }
    }
    return *this;
}

Markup operator""_html(const char* text, std::size_t size) {
    Markup markup;
    markup.html_.assign(text, size);
    return markup;
}

}  // namespace msa
