#include "dns/name.h"

#include "base/text.h"

namespace msa {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 255;  // with an octet of length before each label and the root

bool is_plain(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

void add_escaped(std::string_view label, std::string& text) {
    for (const char c : label) {
        if (is_plain(c)) {
            text += ascii_lower(c);
            continue;
        }
        const auto code = static_cast<unsigned char>(c);
        text += '\\';
        for (const int unit : {100, 10, 1}) {
            text += static_cast<char>('0' + code / unit % 10);
        }
    }
}

}  // namespace

std::optional<std::string> escaped_name(std::string_view name) {
    if (!name.empty() && name.back() == '.') {
        name.remove_suffix(1);
    }
    std::string text;
    std::size_t length = 1;
    for (const auto label : split(name, '.')) {
        length += label.size() + 1;
        if (label.empty() || label.size() > longest_label || length > longest_name) {
            return std::nullopt;
        }
        if (!text.empty()) {
            text += '.';
        }
        add_escaped(label, text);
    }
    return text;
}

std::optional<std::string> name_from_wire(std::string_view octets) {
    std::string text;
    while (!octets.empty()) {
        const std::size_t size = static_cast<unsigned char>(octets.front());
        octets.remove_prefix(1);
        if (size == 0) {
            return text.empty() ? std::string(".") : text;
        }
        if (size > longest_label || size > octets.size()) {
            return std::nullopt;
        }
        if (!text.empty()) {
            text += '.';
        }
        add_escaped(octets.substr(0, size), text);
        octets.remove_prefix(size);
    }
    return std::nullopt;
}

}  // namespace msa
