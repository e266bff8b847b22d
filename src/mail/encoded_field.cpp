#include "mail/encoded_field.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/decoded_text.h"
#include "mail/encoded_parameters.h"
#include "mail/encoded_phrases.h"
#include "mail/encoded_word.h"
#include "mail/field_form.h"
#include "mail/folding.h"

#include <utility>

namespace msa {
namespace {

constexpr std::size_t longest_written = 990;  // as much as Sendmail lets pass

/// White space, quotes and backslashes are written anew where that changes nothing.
std::string bare(std::string text) {
    std::erase_if(text, [](char c) {
        return is_blank(c) || c == '\n' || c == '\r' || c == '"' || c == '\\';
    });
    return text;
}

/// Nothing where a reader who looks for encoded-words in odd places would have seen another text:
/// half of one may stand in front of what is encoded.
std::optional<std::string> if_read_alike(std::optional<std::string> encoded,
                                         std::string_view value) {
    const bool may_differ = encoded && value.find("=?") != std::string_view::npos;
    if (may_differ && bare(decoded_text(*encoded)) != bare(decoded_text(value))) {
        return std::nullopt;
    }
    return encoded;
}

std::optional<std::string> encoded_mime(std::string_view name, std::string_view value) {
    auto encoded = encoded_parameters(value);
    if (!encoded || !has_8bit(*encoded)) {
        return encoded;
    }
    return if_read_alike(encoded_phrases(name, *encoded, PhrasePlace::nowhere), *encoded);
}

std::optional<std::string> encoded_in(FieldForm form, std::string_view name,
                                      std::string_view value) {
    const auto with_phrases = [&](PhrasePlace place) {
        return if_read_alike(encoded_phrases(name, value, place), value);
    };
    switch (form) {
        case FieldForm::text: return if_read_alike(encoded_value(name, value), value);
        case FieldForm::addresses: return with_phrases(PhrasePlace::name);
        case FieldForm::phrases: return with_phrases(PhrasePlace::list);
        case FieldForm::parameters: return encoded_mime(name, value);
        case FieldForm::comments: return with_phrases(PhrasePlace::nowhere);
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
