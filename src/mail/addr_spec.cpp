// addr-spec, see addr_spec.h: the local part unquoted and checked, the domain checked and kept.
#include "mail/addr_spec.h"

#include "base/text.h"
#include "mail/domain.h"

#include <algorithm>
#include <string_view>

namespace msa {

namespace {

constexpr std::size_t max_local_part = 64;  // RFC 5321, 4.5.3.1.1

// C1 controls, U+0080 to U+009F. Some readers, Python's splitlines() among
// them, take U+0085 for the end of a line.
bool holds_c1_control(std::string_view text) {
    for (std::size_t i = text.find('\xC2'); i < text.size(); i = text.find('\xC2', i + 1)) {
        if (i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            return true;
        }
    }
    return false;
}

bool holds_escaped_8bit(std::string_view spelling) {
    for (std::size_t i = 0; i + 1 < spelling.size(); ++i) {
        if (spelling[i] == '\\' && is_8bit(spelling[++i])) {
            return true;
        }
    }
    return false;
}

// Whether an encoded-word begins in the first `size` octets, whether or not its end follows:
// readers that decode a whole field before they parse it look for `?=` beyond the local part (RFC
// 2047, 2).
bool begins_encoded_word(std::string_view text, std::size_t size) {
    constexpr std::string_view encodings = "qQbB";
    const auto local_part = text.substr(0, size);  // not the whole list, once for each address
    for (auto at = local_part.find("=?"); at != std::string_view::npos;
         at = local_part.find("=?", at + 1)) {
        const auto charset_end = text.find('?', at + 2);
        if (charset_end == std::string_view::npos) {
            return false;
        }
        const auto behind = text.substr(charset_end + 1, 2);
        if (behind.size() == 2 && encodings.find(behind[0]) != std::string_view::npos &&
            behind[1] == '?') {
            return true;
        }
    }
    return false;
}

// What is wrong with a local part that only exists in header fields, or nothing. `text` is the
// field from the local part on.
std::string_view field_fault(const Word& word, std::string_view text) {
    if (word.content.empty()) {
        // Legal, but easily taken for the null address, or for a name without its domain.
        return "empty local part";
    }
    const bool is_encoded = word.is_quoted ? word.content.find("=?") != std::string::npos
                                           : begins_encoded_word(text, word.content.size());
    return is_encoded ? "encoded-word as an address" : "";
}

std::string_view local_part_fault(const Word& word, std::string_view text, AddrSpecPlace place) {
    const auto spelling = text.substr(0, word.end - word.begin);
    if (spelling.size() > max_local_part) {
        return "local part longer than 64 octets";
    }
    if (std::any_of(spelling.begin(), spelling.end(), is_control) || holds_c1_control(spelling)) {
        return "control character or fold in the local part";
    }
    if (!word.is_quoted && !is_dot_string(word.content)) {
        return "misplaced period in the local part";
    }
    if (place == AddrSpecPlace::path) {
        return holds_escaped_8bit(spelling) ? "backslash in front of utf-8" : "";
    }
    return field_fault(word, text);
}

std::string quoted(std::string_view content) {
    std::string text(1, '"');
    for (const char c : content) {
        if (c == '"' || c == '\\') {
            text += '\\';
        }
        text += c;
    }
    text += '"';
    return text;
}

}  // namespace

Result<AddrSpec> read_addr_spec_behind(const Word& local_part, Cursor& cursor,
                                       AddrSpecPlace place) {
    const auto fault = local_part_fault(local_part, cursor.from(local_part.begin), place);
    if (!fault.empty()) {
        return Cursor::error_at(local_part.begin, fault);
    }
    if (!cursor.take_if('@')) {
        return cursor.error("no `@` behind the local part");
    }
    auto domain = read_domain(cursor);
    if (!domain) {
        return domain.error();
    }
    return AddrSpec{.local_part = local_part.content, .domain = *std::move(domain)};
}

Result<AddrSpec> read_addr_spec(Cursor& cursor, AddrSpecPlace place) {
    if (!starts_word(cursor.next())) {
        return cursor.error("no local part");
    }
    const auto local_part = read_word(cursor);
    if (!local_part) {
        return local_part.error();
    }
    return read_addr_spec_behind(*local_part, cursor, place);
}

Result<std::string> read_domain(Cursor& cursor) {
    const std::size_t begin = cursor.position();
    if (cursor.take_if('[')) {
        cursor.take_while([](char c) { return c != ']' && !is_white_space(c); });
        const bool is_closed = cursor.take_if(']');
        if (!is_closed || !is_address_literal(cursor.since(begin))) {
            return Cursor::error_at(begin, "no valid address literal");
        }
        return std::string(cursor.since(begin));
    }
    const auto domain = cursor.take_while([](char c) { return is_atext(c) || c == '.'; });
    if (const auto labels = a_labels(domain); !labels) {
        return Cursor::error_at(begin, "no valid domain: " + labels.error().what);
    }
    return std::string(domain);
}

std::string to_text(const AddrSpec& address) {
    const bool needs_quotes = !is_dot_string(address.local_part);
    return (needs_quotes ? quoted(address.local_part) : address.local_part) + "@" + address.domain;
}

Result<AddrSpec> parse_addr_spec(std::string_view text) {
    if (const auto checked = check_octets(text); !checked) {
        return checked.error();
    }
    Cursor cursor(text);
    auto address = read_addr_spec(cursor, AddrSpecPlace::field);
    if (address && !cursor.at_end()) {
        return cursor.error("text behind the address");
    }
    return address;
}

}  // namespace msa
