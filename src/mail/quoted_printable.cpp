#include "mail/quoted_printable.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

constexpr std::size_t max_encoded_line = 76;  // with the '=' of a soft line break
constexpr std::string_view crlf = "\r\n";
constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool stands_for_itself(char c) {
    return (c > ' ' && c < '\x7f' && c != '=') || is_blank(c);
}

/// Writes one line after the other.
class Encoder {
public:
    explicit Encoder(std::size_t octets) { text_.reserve(octets + octets / 4); }

    void add_line(std::string_view line) {
        const bool is_risky = line == "." || line.substr(0, 5) == "From ";
        for (std::size_t i = 0; i < line.size(); ++i) {
            const bool is_last = i + 1 == line.size();
            const bool is_plain = stands_for_itself(line[i]) && !(is_last && is_blank(line[i])) &&
                                  !(i == 0 && is_risky);
            add(line[i], is_plain, is_last);
        }
    }
    void end_line() {
        text_ += crlf;
        column_ = 0;
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    void add(char c, bool is_plain, bool is_last) {
        const std::size_t width = is_plain ? 1 : 3;
        // Whatever is not the last of its line leaves room for the '='.
        if (column_ + width + (is_last ? 0 : 1) > max_encoded_line) {
            text_ += '=';
            end_line();
        }
        column_ += width;
        if (is_plain) {
            text_ += c;
            return;
        }
        const auto octet = static_cast<unsigned char>(c);
        text_ += {'=', hex_digits[octet >> 4U], hex_digits[octet & 15U]};
    }

    std::string text_;
    std::size_t column_ = 0;
};

}  // namespace

std::string quoted_printable(std::string_view text) {
    Encoder encoder(text.size());
    for (;;) {
        const auto end = text.find(crlf);
        encoder.add_line(text.substr(0, end));
        if (end == std::string_view::npos) {
            return std::move(encoder).text();
        }
        encoder.end_line();
        text.remove_prefix(end + crlf.size());
    }
}

}  // namespace msa
