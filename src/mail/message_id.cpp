// Message-ID, see message_id.h.
#include "mail/message_id.h"

#include "mail/address_lexer.h"

namespace msa {

namespace {

// dtext: printable, neither brackets nor backslash.
bool is_literal_octet(char c) {
    return c > ' ' && c != '\x7f' && c != '[' && c != ']' && c != '\\';
}

bool take_dot_atom(Cursor& cursor) {
    return is_dot_string(cursor.take_while([](char c) { return is_atext(c) || c == '.'; }));
}

bool take_right_side(Cursor& cursor) {
    if (!cursor.take_if('[')) {
        return take_dot_atom(cursor);
    }
    cursor.take_while(is_literal_octet);
    return cursor.take_if(']');
}

}  // namespace

std::string make_message_id(std::chrono::system_clock::time_point instant, std::string_view random,
                            std::string_view host) {
    // Seconds are enough: the random part makes it unique, the time lets a reader sort.
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch();
    std::string id = "<" + std::to_string(seconds.count()) + ".";
    id += random;
    id += "@";
    id += host;
    return id + ">";
}

bool is_message_id(std::string_view field_body) {
    if (!check_octets(field_body)) {
        return false;
    }
    Cursor cursor(field_body);
    return read_cfws(cursor) && cursor.take_if('<') && take_dot_atom(cursor) &&
           cursor.take_if('@') && take_right_side(cursor) && cursor.take_if('>') &&
           read_cfws(cursor) && cursor.at_end();
}

}  // namespace msa
