#include "mail/authentication_results.h"

#include "base/text.h"
#include "mail/address_lexer.h"

namespace msa {

namespace {

// A token of MIME (RFC 2045, 5.1), with the octets of UTF-8 (RFC 8601, 2.2).
bool is_token_octet(char c) {
    constexpr std::string_view specials = "()<>@,;:\\\"/[]?=";
    return c > ' ' ? c != '\x7f' && specials.find(c) == std::string_view::npos : is_8bit(c);
}

std::optional<std::string> read_value(Cursor& cursor) {
    if (cursor.next() == '"') {
        auto word = read_word(cursor);
        return word ? std::optional(std::move(word->content)) : std::nullopt;
    }
    const auto token = cursor.take_while(is_token_octet);
    return token.empty() ? std::nullopt : std::optional<std::string>(token);
}

}  // namespace

std::optional<std::string> read_authserv_id(std::string_view field_body) {
    Cursor cursor(field_body);
    if (!check_octets(field_body) || !read_cfws(cursor)) {
        return std::nullopt;
    }
    auto id = read_value(cursor);
    if (!id || !read_cfws(cursor)) {
        return std::nullopt;
    }
    cursor.take_while(is_digit);  // the version
    const bool is_over = read_cfws(cursor) && (cursor.at_end() || cursor.next() == ';');
    return is_over ? id : std::nullopt;
}

}  // namespace msa
