// The key of an address, see address_key.h.
#include "mail/address_key.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/domain.h"
#include "mail/unicode.h"

namespace msa {

namespace {

// NFC makes ASCII of three characters: Greek question mark, Greek varia, and the Kelvin sign. Keyed
// as `k`, a Kelvin sign would be somebody else's mailbox to all who do not normalise.
bool holds_ascii_double(std::string_view text) {
    constexpr std::string_view greek_question_mark = "\u037E";
    constexpr std::string_view greek_varia = "\u1FEF";
    constexpr std::string_view kelvin_sign = "\u212A";
    return text.find(greek_question_mark) != std::string_view::npos ||
           text.find(greek_varia) != std::string_view::npos ||
           text.find(kelvin_sign) != std::string_view::npos;
}

std::string local_part_key(std::string_view local_part) {
    if (!has_8bit(local_part) || holds_ascii_double(local_part)) {
        return ascii_lower(local_part);
    }
    // Normalised again, because folding may bring a letter together with its mark: there is a
    // U+1E97 for `t` with diaeresis, but nothing for `T` with it.
    return nfc(ascii_lower(nfc(local_part)));
}

}  // namespace

Result<std::string> address_key(const AddrSpec& address) {
    if (!is_utf8(address.local_part)) {
        return Error{.what = "ill-formed utf-8 in the local part", .kind = ErrorKind::bad_input};
    }
    std::string key = local_part_key(address.local_part) + "@";
    if (is_address_literal(address.domain)) {
        return key + ascii_lower(address.domain);
    }
    const auto labels = a_labels(address.domain);
    if (!labels) {
        return within("domain", labels.error());
    }
    return key + *labels;
}

std::string without_subaddress(std::string_view key, std::string_view separator) {
    const auto local_part = key.substr(0, key.rfind('@'));
    const std::size_t end =
        separator.empty() ? std::string_view::npos : local_part.find_first_of(separator, 1);
    if (end == std::string_view::npos || !is_dot_string(local_part)) {
        return std::string(key);
    }
    return std::string(local_part.substr(0, end)) + std::string(key.substr(local_part.size()));
}

std::string_view domain_of(std::string_view key) {
    const std::size_t at = key.rfind('@');
    return at == std::string_view::npos ? std::string_view() : key.substr(at + 1);
}

}  // namespace msa
