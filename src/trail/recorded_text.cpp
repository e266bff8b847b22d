// Text of a record, see recorded_text.h.
#include "trail/recorded_text.h"

#include <cstddef>

namespace msa {

namespace {

constexpr std::string_view mark = "\uFFFD";

/// Of a lower-case hexadecimal digit; -1: it is none.
int value_of(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// What stands for the octet behind a mark.
bool is_octet(std::string_view behind) {
    return behind.size() >= 2 && value_of(behind[0]) >= 0 && value_of(behind[1]) >= 0;
}

}  // namespace

RecordedText recorded_text(std::string_view text) {
    RecordedText recorded;
    for (auto found = text.find(mark); found != std::string_view::npos; found = text.find(mark)) {
        recorded.octets += text.substr(0, found);
        text.remove_prefix(found + mark.size());
        if (is_octet(text)) {
            recorded.octets += static_cast<char>(value_of(text[0]) * 16 + value_of(text[1]));
            text.remove_prefix(2);
        } else if (text.starts_with(mark)) {
            recorded.octets += mark;
            text.remove_prefix(mark.size());
        } else if (text.starts_with('[')) {
            recorded.is_cut = true;
            return recorded;
        } else {
            recorded.octets += mark;
        }
    }
    recorded.octets += text;
    return recorded;
}

}  // namespace msa
