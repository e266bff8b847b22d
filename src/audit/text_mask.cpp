// Hides words, see text_mask.h.
#include "audit/text_mask.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

namespace {

bool ends_word(char c) {
    return is_control(c) || std::string_view(" <>(),;\"").find(c) != std::string_view::npos;
}

/// Without what stands around words in sentences.
std::string_view bare(std::string_view word) {
    constexpr std::string_view around = ".:'`[]";
    const auto begin = word.find_first_not_of(around);
    if (begin == std::string_view::npos) {
        return {};
    }
    return word.substr(begin, word.find_last_not_of(around) - begin + 1);
}

}  // namespace

void TextMask::hide(std::string_view word, std::string instead) {
    if (const auto found = bare(word); !found.empty()) {
        hidden_.emplace(ascii_lower(found), std::move(instead));
    }
}

void TextMask::spare(std::string_view word) {
    if (const auto found = bare(word); !found.empty()) {
        spared_.insert(ascii_lower(found));
    }
}

std::string TextMask::masked(std::string_view text, bool all_addresses) const {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (ends_word(text[at])) {
            result += text[at++];
            continue;
        }
        const auto begin = at;
        while (at < text.size() && !ends_word(text[at])) {
            ++at;
        }
        result += masked_word(text.substr(begin, at - begin), all_addresses);
    }
    return result;
}

std::string TextMask::masked_word(std::string_view word, bool all_addresses) const {
    if (const auto whole = masked_part(word, false)) {
        return *whole;
    }
    constexpr std::size_t longest_address = 64;  // IPv6, with what stands around it
    // `for=bob@example.org`, `RCPT:bob@example.org`, `client:2001:db8::7`
    std::string result;
    for (std::size_t at = 0; at <= word.size();) {
        if (word.size() - at <= longest_address) {
            if (const auto rest = masked_part(word.substr(at), false)) {
                return result + *rest;
            }
        }
        const auto mark = std::min(word.find_first_of("=:", at), word.size());
        const auto part = word.substr(at, mark - at);
        result += masked_part(part, all_addresses).value_or(std::string(part));
        if (mark < word.size()) {
            result += word[mark];
        }
        at = mark + 1;
    }
    return result;
}

std::optional<std::string> TextMask::masked_part(std::string_view word, bool all_addresses) const {
    const auto inner = bare(word);
    const auto key = ascii_lower(inner);
    if (inner.empty()) {
        return std::nullopt;
    }
    if (spared_.count(key) != 0) {
        return std::string(word);
    }
    const auto found = hidden_.find(key);
    const bool is_address = all_addresses && inner.find('@') != std::string_view::npos;
    if (found == hidden_.end() && !is_address) {
        return std::nullopt;
    }
    const auto front = word.substr(0, static_cast<std::size_t>(inner.data() - word.data()));
    return std::string(front) + (found != hidden_.end() ? found->second : instead_(inner)) +
           std::string(word.substr(front.size() + inner.size()));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; !from.empty() && (at = text.find(from, at)) != std::string::npos;
         at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

}  // namespace msa
