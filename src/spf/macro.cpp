#include "spf/macro.h"

#include "base/ip_address.h"
#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::size_t longest_domain = 253;
constexpr int largest_keep = 128;  // more parts than a name can have
constexpr std::string_view letters = "slodipvh";
constexpr std::string_view explanation_letters = "crt";
constexpr std::string_view delimiters = ".-+,/_=";

Error wrong(std::string_view what, std::string_view text) {
    return {std::string(what) + " in '" + printable(text, 80) + '\'', ErrorKind::bad_input};
}

bool is_alphanumeric(char c) {
    return is_letter(c) || is_digit(c);
}

/// Takes transformers and delimiters, up to the brace; false where something else stands there.
bool take_transformers(std::string_view& rest, MacroPart& part) {
    bool has_number = false;
    int keep = 0;
    while (!rest.empty() && is_digit(rest.front())) {
        keep = std::min(keep * 10 + (rest.front() - '0'), largest_keep);
        has_number = true;
        rest.remove_prefix(1);
    }
    part.keep = keep;
    if (!rest.empty() && ascii_lower(rest.front()) == 'r') {
        part.reverse = true;
        rest.remove_prefix(1);
    }
    const auto end = std::min(rest.find_first_not_of(delimiters), rest.size());
    if (end > 0) {
        part.delimiters = rest.substr(0, end);
        rest.remove_prefix(end);
    }
    if (rest.empty() || rest.front() != '}') {
        return false;
    }
    rest.remove_prefix(1);
    return !has_number || keep > 0;
}

/// Takes what follows "%{".
Result<MacroPart> take_macro(std::string_view& rest, std::string_view text) {
    MacroPart part;
    part.letter = rest.empty() ? '\0' : ascii_lower(rest.front());
    if (part.letter == '\0' || letters.find(part.letter) == std::string_view::npos) {
        const bool misplaced =
            part.letter != '\0' && explanation_letters.find(part.letter) != std::string_view::npos;
        return wrong(misplaced ? "a macro letter for explanations" : "an unknown macro letter",
                     text);
    }
    part.url_escape = rest.front() != part.letter;
    rest.remove_prefix(1);
    if (!take_transformers(rest, part)) {
        return wrong("a malformed macro", text);
    }
    return part;
}

void add_literal(std::string_view literal, MacroString& macros) {
    if (macros.empty() || macros.back().letter != 0) {
        macros.emplace_back();
    }
    macros.back().literal += literal;
}

/// ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
bool is_top_label(std::string_view label) {
    if (label.empty() || !is_alphanumeric(label.front()) || !is_alphanumeric(label.back())) {
        return false;
    }
    const bool all_known = std::all_of(label.begin(), label.end(),
                                       [](char c) { return is_alphanumeric(c) || c == '-'; });
    const bool not_a_number = !std::all_of(label.begin(), label.end(), is_digit);
    return all_known && not_a_number;
}

/// "." toplabel [ "." ]
bool is_domain_end(std::string_view literal) {
    if (!literal.empty() && literal.back() == '.') {
        literal.remove_suffix(1);
    }
    const auto dot = literal.rfind('.');
    return dot != std::string_view::npos && is_top_label(literal.substr(dot + 1));
}

/// The nibbles of an IPv6 address, or the address (RFC 7208, 7.3).
std::string dotted(const std::string& address) {
    const auto parsed = IpAddress::parse(address);
    if (!parsed || parsed->is_ipv4()) {
        return address;
    }
    std::string text;
    for (const char digit : hex(parsed->octets())) {
        text += text.empty() ? "" : ".";
        text += digit;
    }
    return text;
}

std::string value_of(char letter, const MacroValues& values) {
    const auto at = values.sender.rfind('@');
    switch (letter) {
        case 's': return values.sender;
        case 'l': return values.sender.substr(0, at);
        case 'o': return values.sender.substr(at + 1);
        case 'd': return values.domain;
        case 'i': return dotted(values.address);
        case 'v': return values.address.find(':') == std::string::npos ? "in-addr" : "ip6";
        case 'h': return values.helo;
        default: return values.validated_name();
    }
}

std::string transformed(const MacroPart& part, const std::string& value) {
    std::vector<std::string> pieces{""};
    for (const char c : value) {
        if (part.delimiters.find(c) != std::string::npos) {
            pieces.emplace_back();
        } else {
            pieces.back() += c;
        }
    }
    if (part.reverse) {
        std::reverse(pieces.begin(), pieces.end());
    }
    const auto keep = static_cast<std::size_t>(part.keep);
    if (keep != 0 && keep < pieces.size()) {
        pieces.erase(pieces.begin(), pieces.end() - part.keep);
    }
    return join(pieces, ".");
}

/// All but the unreserved characters of RFC 3986 as %HH.
std::string url_escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += '%' + hex(std::string_view(&c, 1));
        }
    }
    return result;
}

}  // namespace

Result<MacroString> parse_macro_string(std::string_view text) {
    MacroString macros;
    for (auto rest = text; !rest.empty();) {
        const auto front = rest.substr(0, 2);
        if (front == "%{") {
            rest.remove_prefix(2);
            auto part = take_macro(rest, text);
            if (!part) {
                return part.error();
            }
            macros.push_back(*std::move(part));
        } else if (front == "%%" || front == "%_" || front == "%-") {
            add_literal(front == "%%" ? "%" : front == "%_" ? " " : "%20", macros);
            rest.remove_prefix(2);
        } else if (front.front() > ' ' && front.front() < '\x7f' && front.front() != '%') {
            add_literal(front.substr(0, 1), macros);
            rest.remove_prefix(1);
        } else {
            return wrong("a character that must not be", text);
        }
    }
    return macros;
}

Result<MacroString> parse_domain_spec(std::string_view text) {
    auto macros = parse_macro_string(text);
    if (!macros) {
        return macros;
    }
    // An escape is a macro-expand, too, and may stand last.
    const auto last_two = text.substr(text.size() - std::min<std::size_t>(text.size(), 2));
    const bool ends_with_escape =
        last_two == "%_" || last_two == "%-" || (last_two == "%%" && !macros->empty());
    const bool good_end = !macros->empty() && (macros->back().letter != 0 || ends_with_escape ||
                                               is_domain_end(macros->back().literal));
    if (!good_end) {
        return wrong("no domain name", text);
    }
    return macros;
}

bool depends_on_local_part(const MacroString& macros) {
    return std::any_of(macros.begin(), macros.end(), [](const MacroPart& part) {
        return part.letter == 's' || part.letter == 'l';
    });
}

std::string expand(const MacroString& macros, const MacroValues& values) {
    std::string name;
    for (const auto& part : macros) {
        if (part.letter == 0) {
            name += part.literal;
            continue;
        }
        const auto text = transformed(part, value_of(part.letter, values));
        name += part.url_escape ? url_escaped(text) : text;
    }
    if (!name.empty() && name.back() == '.') {
        name.pop_back();
    }
    while (name.size() > longest_domain) {
        const auto dot = name.find('.');
        if (dot == std::string::npos) {
            break;
        }
        name.erase(0, dot + 1);
    }
    return name;
}

}  // namespace msa
