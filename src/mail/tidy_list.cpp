// Lists of recipients are cut at commas and semicolons, see tidy_list.h. What a member says must
// be plain: the parser reads every one of them again before it is written.
#include "mail/tidy_list.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_lexer.h"

#include <algorithm>
#include <array>
#include <vector>

namespace msa {

namespace {

// Unfolded, in octets: below what either MTA carries in a line (RFC 5322, 2.1.1; Sendmail: 990).
constexpr std::size_t longest_name = 900;

std::string_view without_white_space(std::string_view text) {
    while (!text.empty() && is_white_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// What Outlook Express and others write where they name nobody, spelled in many ways.
bool is_undisclosed(std::string_view field_body) {
    constexpr std::array<std::string_view, 4> kin{"undisclosedrecipient", "undisclosedrecipients",
                                                  "unlistedrecipient", "unlistedrecipients"};
    constexpr std::string_view decoration = "<>\":;-_ \t\r\n";  // no comma: two names
    std::string letters;
    for (const char c : field_body) {
        if (decoration.find(c) == std::string_view::npos) {
            letters += c;
        }
    }
    return std::find(kin.begin(), kin.end(), ascii_lower(letters)) != kin.end();
}

/// Reads what stands between brackets, behind `<`.
bool skip_bracketed(Cursor& cursor) {
    cursor.take_while([](char c) { return c != '>' && c != '<' && c != '"'; });
    return cursor.take_if('>');
}

/// Reads a quoted-string, a comment, brackets or any other octet of a member. False where they are
/// not in order.
bool skip_token(Cursor& cursor) {
    switch (cursor.next()) {
        case '(': return read_cfws(cursor).has_value();
        case '"': return read_word(cursor).has_value();
        case '\\':
        case ':': return false;
        default: return cursor.take() != '<' || skip_bracketed(cursor);
    }
}

/// Reads up to the comma or semicolon that ends a member: outside quotes, comments and brackets.
bool skip_member(Cursor& cursor) {
    while (!cursor.at_end() && cursor.next() != ',' && cursor.next() != ';') {
        if (!skip_token(cursor)) {
            return false;
        }
    }
    return true;
}

std::optional<std::vector<std::string_view>> members(std::string_view field_body) {
    std::vector<std::string_view> found;
    Cursor cursor(field_body);
    for (;;) {
        const auto begin = cursor.position();
        if (!skip_member(cursor)) {
            return std::nullopt;
        }
        const auto member = without_white_space(cursor.since(begin));
        if (!member.empty()) {
            found.push_back(member);
        }
        if (cursor.at_end()) {
            return found;
        }
        cursor.take();
    }
}

/// The name in front of `<` in quotes; one blank stands for any white space. Nothing where the name
/// is more than plain words, too long for a line, or an encoded-word, which in quotes would be
/// none.
std::optional<std::string> with_quoted_name(std::string_view member) {
    const auto bracket = member.find('<');
    if (bracket == std::string_view::npos || member.back() != '>') {
        return std::nullopt;
    }
    const auto name = without_white_space(member.substr(0, bracket));
    if (name.empty() || name.find("=?") != std::string_view::npos ||
        name.find_first_of("\"\\()>") != std::string_view::npos) {
        return std::nullopt;
    }
    std::string text(1, '"');
    for (const char c : name) {
        if (!is_white_space(c)) {
            text += c;
        } else if (text.back() != ' ') {
            text += ' ';
        }
    }
    if (text.size() > longest_name) {
        return std::nullopt;
    }
    return text + "\" " + std::string(member.substr(bracket));
}

std::optional<std::string> tidy_member(std::string_view member) {
    if (parse_mailbox(member)) {
        return std::string(member);
    }
    auto named = with_quoted_name(member);
    return named && parse_mailbox(*named) ? named : std::nullopt;
}

}  // namespace

std::optional<std::string> tidy_list(std::string_view field_body) {
    if (!check_octets(field_body) || parse_address_list(field_body)) {
        return std::nullopt;
    }
    if (is_undisclosed(field_body)) {
        return " undisclosed-recipients:;";
    }
    const auto found = members(field_body);
    if (!found || found->empty()) {
        return std::nullopt;
    }
    std::string list;
    for (const auto member : *found) {
        const auto tidy = tidy_member(member);
        if (!tidy) {
            return std::nullopt;
        }
        list += (list.empty() ? " " : ",\n ") + *tidy;
    }
    return parse_address_list(list) ? std::optional(list) : std::nullopt;
}

}  // namespace msa
