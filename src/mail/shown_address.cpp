#include "mail/shown_address.h"

#include "base/text.h"
#include "mail/address_lexer.h"
#include "mail/decoded_text.h"
#include "mail/hidden_character.h"
#include "mail/unicode.h"

#include <algorithm>
#include <array>
#include <set>

namespace msa {

namespace {

// They look like `.`, or end a sentence as it does: the ideographic stop, which separates labels
// (RFC 3490, 3.1), Arabic, Syriac, Ethiopic, Vai, Kharoshthi and others, and dots at other heights.
constexpr std::array<char32_t, 22> dots{
    0x00B7, 0x0387, 0x0589, 0x0660, 0x06D4, 0x06F0, 0x0701, 0x0702, 0x1362, 0x1803,  0x1809,
    0x2022, 0x2027, 0x2219, 0x22C5, 0x2E33, 0x3002, 0x30FB, 0xA4F8, 0xA60E, 0x10A50, 0x1D16D};

bool is_blank_point(char32_t point) {
    return point == ' ' || point == '\t' || point == 0x1680;  // the others are compatibility forms
}

bool is_domain_octet(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || is_8bit(c);
}

bool is_local_octet(char c) {
    return is_atext(c) || c == '.';
}

// What is seen of a text. Some compatibility forms stand for what is not seen, so that is looked
// for twice.
std::string as_seen(std::string_view text) {
    if (is_printable_ascii(text)) {
        return std::string(text);
    }
    auto points = code_points(without_hidden(nfkc(without_hidden(text))));
    for (auto& point : points) {
        if (std::find(dots.begin(), dots.end(), point) != dots.end()) {
            point = U'.';
        } else if (is_blank_point(point)) {
            point = U' ';
        }
    }
    return to_utf8(points);
}

/// What people take for a local part in front of the `@` there.
std::string local_part_before(std::string_view text, std::size_t at) {
    if (at > 0 && text[at - 1] == '"') {
        const auto quote = at > 1 ? text.rfind('"', at - 2) : std::string_view::npos;
        return quote == std::string_view::npos
                   ? std::string()
                   : std::string(text.substr(quote + 1, at - quote - 2));
    }
    auto begin = at;
    while (begin > 0 && is_local_octet(text[begin - 1])) {
        --begin;
    }
    while (begin < at && (text[begin] == '\'' || text[begin] == '`' || text[begin] == '.')) {
        ++begin;
    }
    return std::string(text.substr(begin, at - begin));
}

/// What people take for a domain behind it.
std::string domain_behind(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_domain_octet(text[end])) {
        ++end;
    }
    while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) {
        --end;
    }
    return std::string(text.substr(at + 1, end - at - 1));
}

/// No price: `5@3.50`. Four numbers are an address of the Internet.
bool is_qualified(std::string_view domain) {
    const auto dot = domain.rfind('.');
    if (dot == std::string_view::npos || domain.front() == '.') {
        return false;
    }
    const auto last = domain.substr(dot + 1);
    return !std::all_of(last.begin(), last.end(), is_digit) ||
           std::count(domain.begin(), domain.end(), '.') == 3;
}

// What is found, none twice.
struct Found {
    std::vector<AddrSpec> addresses;
    std::set<std::string> texts;
};

void add_addresses(Found& found, std::string_view seen) {
    for (auto at = seen.find('@'); at != std::string_view::npos; at = seen.find('@', at + 1)) {
        std::string domain = domain_behind(seen, at);
        if (!is_qualified(domain)) {
            continue;
        }
        AddrSpec address{.local_part = local_part_before(seen, at), .domain = std::move(domain)};
        if (!address.local_part.empty() && found.texts.insert(to_text(address)).second) {
            found.addresses.push_back(std::move(address));
        }
    }
}

/// Comments left out, with those inside them. Without its partner a parenthesis is only a mark.
std::string without_comments(std::string_view text) {
    std::string kept;
    std::vector<std::size_t> opened;  // what stood in front of each
    for (const char c : text) {
        if (c == '(') {
            opened.push_back(kept.size());
        }
        kept += c;
        if (c == ')' && !opened.empty()) {
            kept.resize(opened.back());
            opened.pop_back();
        }
    }
    return kept;
}

/// As readers have it who skip comments: backslashes in them count, or do not.
std::vector<std::string> readings_without_comments(std::string_view text) {
    std::vector<std::string> readings{without_comments(text)};
    if (text.find('\\') != std::string_view::npos) {
        std::string unescaped;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool is_pair = text[i] == '\\' && i + 1 < text.size();
            i += is_pair ? 1 : 0;
            unescaped += is_pair && (text[i] == '(' || text[i] == ')') ? ' ' : text[i];
        }
        readings.push_back(without_comments(unescaped));
    }
    return readings;
}

bool joins(char c) {
    return c == '@' || c == '.';
}

/// Quotes, backslashes, and blanks around `@` and `.` left out.
std::string tightened(std::string_view text) {
    std::string tight;
    bool has_blank = false;
    for (const char c : text) {
        if (c == ' ') {
            has_blank = true;
            continue;
        }
        if (c == '"' || c == '\\') {
            continue;
        }
        if (has_blank && !joins(c) && !tight.empty() && !joins(tight.back())) {
            tight += ' ';
        }
        has_blank = false;
        tight += c;
    }
    return tight;
}

/// Blanks left out where a domain goes on behind them for readers who join its words.
std::string with_joined_domains(std::string_view text) {
    std::string joined;
    bool is_domain = false;
    for (const char c : text) {
        is_domain = c == '@' || (is_domain && (c == ' ' || is_domain_octet(c)));
        if (c != ' ' || !is_domain) {
            joined += c;
        }
    }
    return joined;
}

/// Nothing in it makes a program read it as more than a name: no encoded-words, no marks.
bool is_prose(std::string_view text) {
    return text.find_first_of(",;:<>()\"\\[]") == std::string_view::npos && !has_8bit(text) &&
           text.find("=?") == std::string_view::npos;
}

/// An `@` that begins its word, as people write domains and names of their own: `Sales @Example`.
std::string without_mentions(std::string text) {
    for (auto at = text.find(" @"); at != std::string::npos; at = text.find(" @", at + 1)) {
        if (at + 2 < text.size() && text[at + 2] != ' ') {
            text[at + 1] = ' ';
        }
    }
    return text;
}

/// What is left of the text beside an address for readers who skip comments; none twice.
std::set<std::string> left_of_comments(std::string_view text) {
    std::set<std::string> left;
    for (const auto& reading : plausible_texts(text)) {
        for (auto& each : readings_without_comments(as_seen(reading))) {
            std::erase_if(each, [](char c) { return c == '\n' || c == '\r'; });
            left.insert(std::move(each));
        }
    }
    return left;
}

/// One that needs no quotes; shown_texts() has it with them.
AddrSpec stand_in(const AddrSpec& address) {
    return is_dot_string(address.local_part)
               ? address
               : AddrSpec{.local_part = std::string(1, 'x'), .domain = address.domain};
}

/// What an address becomes with what is left beside it. Some readers skip brackets where a second
/// one opens.
void add_glued(Found& found, std::string_view in_front, const std::string& address,
               std::string_view behind) {
    for (const auto& left : left_of_comments(in_front)) {
        add_addresses(found, tightened(left + address));
    }
    for (auto left : left_of_comments(behind)) {
        add_addresses(found, tightened(address + left));
        if (left.find('<') != std::string::npos) {
            std::erase_if(left, [](char c) { return c == '<' || c == '>'; });
        }
        add_addresses(found, with_joined_domains(address + left));
    }
}

}  // namespace

std::vector<AddrSpec> addresses_in(std::string_view text) {
    Found found;
    add_addresses(found, as_seen(text));
    return std::move(found.addresses);
}

std::vector<AddrSpec> addresses_shown_by(std::string_view text) {
    Found found;
    const bool may_mention = is_prose(text);
    const bool is_decoded = text.find("=?") != std::string_view::npos;
    for (const auto& reading : plausible_texts(text)) {
        std::string seen = as_seen(reading);
        if (seen.find('@') == std::string::npos) {
            continue;
        }
        add_addresses(found, seen);
        if (may_mention) {
            seen = without_mentions(std::move(seen));
        }
        add_addresses(found, tightened(seen));
        for (const auto& left : readings_without_comments(seen)) {
            add_addresses(found, tightened(left));
            if (is_decoded) {
                add_addresses(found, with_joined_domains(left));
            }
        }
    }
    return std::move(found.addresses);
}

std::vector<AddrSpec> addresses_glued_in(std::string_view field_body,
                                         std::span<const Mailbox* const> mailboxes) {
    Found found;
    std::set<std::string> themselves;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < mailboxes.size(); ++i) {
        const auto& mailbox = *mailboxes[i];
        const auto end = i + 1 < mailboxes.size() ? mailboxes[i + 1]->begin : field_body.size();
        if (!mailbox.comments.empty()) {
            const auto address = as_seen(to_text(stand_in(mailbox.address)));
            themselves.insert(ascii_lower(address));
            add_glued(found, field_body.substr(begin, mailbox.begin - begin), address,
                      field_body.substr(mailbox.end, end - mailbox.end));
        }
        begin = mailbox.end;
    }
    std::erase_if(found.addresses, [&](const AddrSpec& each) {
        return themselves.count(ascii_lower(to_text(each))) > 0;
    });
    return std::move(found.addresses);
}

}  // namespace msa
