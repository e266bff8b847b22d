#include "mail/nobody.h"

#include "mail/address_lexer.h"

namespace msa {

namespace {

/// Words with what may stand between them; whether all of them are empty. Nothing: unreadable.
bool skip_phrase(Cursor& cursor, bool& is_empty) {
    for (;;) {
        if (!read_cfws(cursor)) {
            return false;
        }
        if (!starts_word(cursor.next())) {
            return true;
        }
        const auto word = read_word(cursor);
        // Some readers take an address out of a name where they find none behind it.
        if (!word || word->content.find('@') != std::string::npos ||
            word->content.find("=?") != std::string::npos) {
            return false;
        }
        is_empty = is_empty && word->content.empty();
    }
}

}  // namespace

bool names_nobody(std::string_view field_body) {
    if (!check_octets(field_body)) {
        return field_body.find_first_not_of(" \t\r\n") == std::string_view::npos;
    }
    Cursor cursor(field_body);
    bool is_empty = true;
    if (!skip_phrase(cursor, is_empty)) {
        return false;
    }
    if (cursor.at_end()) {
        return is_empty && field_body.find('(') == std::string_view::npos;
    }
    if (!cursor.take_if('<')) {
        return false;
    }
    cursor.take_while(is_white_space);
    return cursor.take_if('>') && read_cfws(cursor).has_value() && cursor.at_end();
}

}  // namespace msa
