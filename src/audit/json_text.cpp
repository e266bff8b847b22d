// Text from anybody as text that any JSON reader takes, see json_text.h.
#include "audit/json_text.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr std::size_t longest_sequence = 4;

/// What a character takes in an ASCII-only JSON string: itself, \n, \u0000, or a pair of the last.
std::size_t spelled_length(std::string_view character) {
    constexpr std::string_view short_escapes = "\"\\\b\f\n\r\t";
    if (character.size() == longest_sequence) {
        return 12;
    }
    if (character.size() > 1) {
        return 6;
    }
    if (short_escapes.find(character.front()) != std::string_view::npos) {
        return 2;
    }
    return is_control(character.front()) ? 6 : 1;
}

class Writer {
public:
    explicit Writer(std::size_t limit) : left_(limit) {}

    /// False where the text does not fit any more.
    bool put(std::string_view text, std::size_t spelled) {
        if (spelled > left_) {
            return false;
        }
        left_ -= spelled;
        text_ += text;
        return true;
    }
    bool put_character(std::string_view character) {
        if (character == replacement) {
            return put(std::string(replacement) += replacement, 12);
        }
        return put(character, spelled_length(character));
    }
    bool put_octet(std::string_view octet) { return put(std::string(replacement) + hex(octet), 8); }
    std::string take() { return std::move(text_); }

private:
    std::size_t left_;
    std::string text_;
};

}  // namespace

std::string json_text(std::string_view octets, std::size_t limit) {
    Writer writer(limit);
    // An octet takes at least one, so that what lies further behind cannot fit.
    auto rest = octets.substr(0, limit + longest_sequence);
    bool fits = true;
    while (fits && !rest.empty()) {
        const std::size_t length = utf8_length(rest);
        fits = length > 0 ? writer.put_character(rest.substr(0, length))
                          : writer.put_octet(rest.substr(0, 1));
        rest.remove_prefix(std::max<std::size_t>(length, 1));
    }
    auto text = writer.take();
    if (!fits) {
        text += std::string(replacement) + '[' + std::to_string(octets.size()) + " octets]";
    }
    return text;
}

}  // namespace msa
