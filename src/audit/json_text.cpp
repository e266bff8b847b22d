// Text from anybody as a JSON string, see json_text.h.
#include "audit/json_text.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace msa {

namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view spelled_replacement = "\\ufffd";
constexpr std::size_t longest_sequence = 4;
constexpr std::size_t longest_escape = 12;

constexpr bool stands_for_itself(char c) {
    return !is_control(c) && !is_8bit(c) && c != '"' && c != '\\';
}

/// By octet; a table, since most of a record goes through it.
constexpr auto plain = [] {
    std::array<bool, 256> found{};
    for (std::size_t octet = 0; octet < found.size(); ++octet) {
        found[octet] = stands_for_itself(static_cast<char>(octet));
    }
    return found;
}();

/// How many octets in front stand for themselves.
std::size_t plain_length(std::string_view octets) {
    const auto end = std::find_if_not(octets.begin(), octets.end(),
                                      [](char c) { return plain[static_cast<unsigned char>(c)]; });
    return static_cast<std::size_t>(end - octets.begin());
}

/// The spelling of one character.
class Escape {
public:
    /// An ASCII character that does not stand for itself.
    explicit Escape(char c) {
        constexpr std::string_view escaped = "\"\\\b\f\n\r\t";
        constexpr std::string_view letters = "\"\\bfnrt";
        if (const auto at = escaped.find(c); at != std::string_view::npos) {
            put('\\');
            put(letters[at]);
        } else {
            put_unit(static_cast<unsigned char>(c));
        }
    }
    /// A well-formed sequence of UTF-8 of at least two octets.
    explicit Escape(std::string_view sequence) {
        constexpr std::array<unsigned, 5> lead_bits{0, 0, 0x1f, 0x0f, 0x07};
        constexpr unsigned first_pair = 0x10000;
        char32_t character =
            static_cast<unsigned char>(sequence.front()) & lead_bits.at(sequence.size());
        for (const char c : sequence.substr(1)) {
            character = character << 6U | (static_cast<unsigned char>(c) & 0x3fU);
        }
        if (character < first_pair) {
            put_unit(character);
        } else {
            put_unit(0xd800 + ((character - first_pair) >> 10U));
            put_unit(0xdc00 + ((character - first_pair) & 0x3ffU));
        }
    }

    [[nodiscard]] std::string_view text() const { return {octets_.data(), size_}; }

private:
    void put(char c) { octets_.at(size_++) = c; }
    void put_unit(char32_t unit) {
        put('\\');
        put('u');
        for (const unsigned shift : {12U, 8U, 4U, 0U}) {
            put("0123456789abcdef"[unit >> shift & 0xfU]);
        }
    }

    std::array<char, longest_escape> octets_{};
    std::size_t size_ = 0;
};

class Speller {
public:
    Speller(std::string& line, std::size_t limit) : line_(line), left_(limit) {}

    /// False where the first character of `rest` does not fit any more; else it is taken off.
    bool put_first(std::string_view& rest) {
        if (!is_8bit(rest.front())) {
            return put(Escape(rest.front()).text()) && take(rest, 1);
        }
        const std::size_t length = utf8_length(rest);
        const auto sequence = rest.substr(0, length);
        if (length == 0) {
            return put(std::string(spelled_replacement) += hex(rest.substr(0, 1))) && take(rest, 1);
        }
        if (sequence == replacement) {
            return put(std::string(spelled_replacement) += spelled_replacement) &&
                   take(rest, length);
        }
        return put(Escape(sequence).text()) && take(rest, length);
    }
    /// As much as fits.
    void put_plain(std::string_view& rest) {
        const auto length = std::min(plain_length(rest), left_);
        put(rest.substr(0, length));
        take(rest, length);
    }

private:
    bool put(std::string_view spelled) {
        if (spelled.size() > left_) {
            return false;
        }
        left_ -= spelled.size();
        line_ += spelled;
        return true;
    }
    static bool take(std::string_view& rest, std::size_t length) {
        rest.remove_prefix(length);
        return true;
    }

    std::string& line_;
    std::size_t left_;
};

}  // namespace

void append_json_text(std::string& line, std::string_view octets, std::size_t limit) {
    line += '"';
    Speller speller(line, limit);
    // An octet takes at least one, so that what lies further behind cannot fit.
    auto rest = octets.substr(0, limit + longest_sequence);
    do {
        speller.put_plain(rest);
    } while (!rest.empty() && speller.put_first(rest));
    if (!rest.empty()) {
        line += spelled_replacement;
        line += '[' + std::to_string(octets.size()) + " octets]";
    }
    line += '"';
}

}  // namespace msa
