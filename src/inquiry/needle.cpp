// Horspool's search: it looks at one octet of as many as the text is long.
#include "inquiry/needle.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

Needle::Needle(std::string_view text, Case how) : text_(text) {
    for (std::size_t i = 0; i < fold_.size(); ++i) {
        const char c = static_cast<char>(i);
        fold_[i] = static_cast<unsigned char>(how == Case::is_ignored ? ascii_lower(c) : c);
    }
    constexpr std::size_t farthest = 255;
    shift_.fill(static_cast<std::uint8_t>(std::min(text_.size(), farthest)));
    for (std::size_t i = 0; i < text_.size(); ++i) {
        text_[i] = static_cast<char>(folded(text_[i]));
    }
    for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
        const auto left = std::min(text_.size() - 1 - i, farthest);
        for (std::size_t c = 0; c < fold_.size(); ++c) {
            if (fold_[c] == static_cast<unsigned char>(text_[i])) {
                shift_[c] = static_cast<std::uint8_t>(left);
            }
        }
    }
}

bool Needle::is_in(std::string_view octets) const {
    const auto length = text_.size();
    for (std::size_t end = length; end <= octets.size();) {
        const auto begin = octets.data() + (end - length);
        std::size_t left = length;
        while (left != 0 &&
               folded(begin[left - 1]) == static_cast<unsigned char>(text_[left - 1])) {
            --left;
        }
        if (left == 0) {
            return true;
        }
        end += shift_[static_cast<unsigned char>(octets[end - 1])];
    }
    return false;
}

}  // namespace msa
