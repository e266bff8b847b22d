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

Result<void> read_message_id(Cursor& cursor) {
    if (const auto in_front = read_cfws(cursor); !in_front) {
        return in_front.error();
    }
    if (!cursor.take_if('<')) {
        return cursor.error(cursor.at_end() ? "nothing" : "no `<` in front");
    }
    if (!take_dot_atom(cursor)) {
        return cursor.error("no letters, digits and single periods in front of `@`");
    }
    if (!cursor.take_if('@')) {
        return cursor.error("no `@`");
    }
    if (!take_right_side(cursor)) {
        return cursor.error("no name of a host behind `@`");
    }
    if (!cursor.take_if('>')) {
        return cursor.error("no `>` behind");
    }
    if (const auto behind = read_cfws(cursor); !behind) {
        return behind.error();
    }
    return cursor.at_end() ? Result<void>() : cursor.error("text behind `>`");
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
    return message_id_fault(field_body).empty();
}

std::string message_id_fault(std::string_view field_body) {
    auto checked = check_octets(field_body);
    if (checked) {
        Cursor cursor(field_body);
        checked = read_message_id(cursor);
    }
    return checked ? std::string() : checked.error().what;
}

}  // namespace msa
