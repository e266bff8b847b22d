// xtext, see xtext.h.
#include "mail/xtext.h"

#include "base/text.h"

#include <cstddef>

namespace msa {

namespace {

// The value of a hexadecimal digit, or 16.
unsigned hex_value(char c) {
    const std::size_t value = std::string_view("0123456789abcdef").find(ascii_lower(c));
    return value == std::string_view::npos ? 16U : static_cast<unsigned>(value);
}

}  // namespace

Result<std::string> decode_xtext(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '+') {
            result += text[i];
            continue;
        }
        const unsigned high = i + 1 < text.size() ? hex_value(text[i + 1]) : 16U;
        const unsigned low = i + 2 < text.size() ? hex_value(text[i + 2]) : 16U;
        if (high == 16U || low == 16U) {
            return Error{
                .what = "`+` without two hexadecimal digits at octet " + std::to_string(i + 1),
                .kind = ErrorKind::bad_input};
        }
        result += static_cast<char>(high * 16U + low);
        i += 2;
    }
    return result;
}

}  // namespace msa
