#include "mail/encoded_field.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/encoded_parameters.h"
#include "mail/encoded_phrases.h"
#include "mail/encoded_word.h"
#include "mail/field_form.h"
#include "mail/folding.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

constexpr std::size_t longest_written = 990;  // as much as Sendmail lets pass

/// Readers differ on whether such a word is to be decoded.
bool has_raw_encoded_word(std::string_view text) {
    const auto is_blank_or_fold = [](char c) { return is_blank(c) || c == '\n'; };
    while (!text.empty()) {
        const auto end = std::find_if(text.begin(), text.end(), is_blank_or_fold);
        const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        if (is_encoded_word(word) && has_8bit(word)) {
            return true;
        }
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return false;
}

std::optional<std::string> encoded_text(std::string_view name, std::string_view value) {
    if (has_raw_encoded_word(value)) {
        return std::nullopt;
    }
    return encoded_value(name, value);
}

std::optional<std::string> encoded_mime(std::string_view name, std::string_view value) {
    auto encoded = encoded_parameters(value);
    if (!encoded || !has_8bit(*encoded)) {
        return encoded;
    }
    return encoded_phrases(name, *encoded, PhrasePlace::nowhere);
}

std::optional<std::string> encoded_in(FieldForm form, std::string_view name,
                                      std::string_view value) {
    switch (form) {
        case FieldForm::text: return encoded_text(name, value);
        case FieldForm::addresses: return encoded_phrases(name, value, PhrasePlace::name);
        case FieldForm::phrases: return encoded_phrases(name, value, PhrasePlace::list);
        case FieldForm::parameters: return encoded_mime(name, value);
        case FieldForm::comments: return encoded_phrases(name, value, PhrasePlace::nowhere);
        case FieldForm::bare: break;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> encoded_field(std::string_view name, std::string_view value) {
    if (!check_octets(value)) {
        return std::nullopt;
    }
    auto encoded = encoded_in(field_form(name), name, value);
    if (!encoded || longest_line(name, *encoded) <= preferred_line) {
        return encoded;
    }
    auto folded = refolded(name, *encoded, preferred_line);
    return folded ? folded : refolded(name, *encoded, longest_written);
}

}  // namespace msa
