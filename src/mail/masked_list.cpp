// Masks lists of addresses, see masked_list.h.
#include "mail/masked_list.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/domain.h"
#include "mail/sendmail_form.h"
#include "mail/tidy_list.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

namespace msa {
namespace {

using Text = std::string_view;

constexpr Text ace_prefix = "xn--";

/// A letter of the same length, case and direction.
Text letter_for(Text character) {
    switch (character.size()) {
        case 2: return character >= "\xD6\x90" && character <= "\xDF\xBF" ? "\xD7\x90" : "\xC3\x9F";
        case 3: return "\xE4\xB8\x80";
        default: return "\xF0\xA0\x80\x80";
    }
}

/// What is no letter: Latin-1 signs, combining marks, punctuation, marks of direction and of order.
bool is_sign(Text character) {
    return character < "\xC3\x80" || (character >= "\xCC\x80" && character < "\xCD\xB0") ||
           (character >= "\xE2\x80\x80" && character < "\xE2\xB0\x80") ||
           (character >= "\xE3\x80\x80" && character < "\xE3\x80\xA0") ||
           (character >= "\xEF\xB8\x80" && character < "\xEF\xBC\x80");
}

char masked(char c) {
    return is_digit(c) ? '1' : !is_letter(c) ? c : c >= 'a' ? 'x' : 'X';
}

/// `=?charset?Q?` in front; empty: no encoded-word begins here.
Text encoding_in_front(Text text) {
    if (!text.starts_with("=?")) {
        return {};
    }
    const auto is_token = [](char c) {
        return is_letter(c) || is_digit(c) || Text("-_*.:+").find(c) != Text::npos;
    };
    const auto* const charset_end = std::find_if_not(text.begin() + 2, text.end(), is_token);
    const auto behind = static_cast<std::size_t>(charset_end - text.begin());
    const bool is_encoding = text.size() > behind + 2 && text[behind] == '?' &&
                             Text("QqBb").find(text[behind + 1]) != Text::npos &&
                             text[behind + 2] == '?';
    return is_encoding ? text.substr(0, behind + 3) : Text();
}

/// `[IPv6:` in front, then digits that are hexadecimal.
std::string masked_ipv6(Text literal) {
    std::string result(literal);
    const auto begin = result.find(':') + 1;
    std::for_each(result.begin() + static_cast<std::ptrdiff_t>(begin), result.end(),
                  [](char& c) { c = is_letter(c) ? 'a' : masked(c); });
    return result;
}

std::string masked_text(Text text) {
    std::string result;
    while (!text.empty()) {
        const auto length = utf8_length(text);
        const auto whole = [&]() -> std::string {
            if (const auto encoding = encoding_in_front(text); !encoding.empty()) {
                return std::string(encoding);
            }
            if (equal_ignoring_case(text.substr(0, 6), "[IPv6:")) {
                return masked_ipv6(text.substr(0, text.find(']')));
            }
            const auto character = text.substr(0, std::max<std::size_t>(length, 1));
            if (length < 2) {
                return std::string(1, masked(character.front()));
            }
            return std::string(is_sign(character) ? character : letter_for(character));
        }();
        result += whole;
        text.remove_prefix(whole.size());
    }
    return result;
}

/// A label in the alphabet of ASCII for one beyond it, as long; what it was where there is none.
std::string masked_ace(Text label) {
    for (std::size_t letters = 1; letters < label.size(); ++letters) {
        auto found = a_labels(std::string(letters, 'x') + "\xC3\x9F");
        if (found && found->size() == label.size()) {
            return *std::move(found);
        }
    }
    return std::string(label);
}

std::string masked_domain(Text domain) {
    std::vector<std::string> labels;
    for (const auto label : split(domain, '.')) {
        labels.push_back(equal_ignoring_case(label.substr(0, ace_prefix.size()), ace_prefix)
                             ? masked_ace(label)
                             : masked_text(label));
    }
    return join(labels, ".");
}

bool names_nobody_in_words(Text text) {
    const auto lower = ascii_lower(text);
    return lower.find('@') == std::string::npos &&
           (lower.find("undisclosed") != std::string::npos ||
            lower.find("unlisted") != std::string::npos);
}

/// What is left where letters and digits are all the same.
std::string shape_of(Text text) {
    auto shape = masked_text(text);
    std::transform(shape.begin(), shape.end(), shape.begin(),
                   [](char c) { return is_letter(c) || is_digit(c) ? 'x' : c; });
    return shape;
}

std::vector<Mailbox> mailboxes_in(Text field_body) {
    auto list = parse_unqualified_list(field_body);
    return list ? all_mailboxes(*std::move(list)) : std::vector<Mailbox>();
}

/// What checks ask of a mailbox.
bool are_alike(const Mailbox& a, const Mailbox& b) {
    const auto has_encoded = [](const Mailbox& each) {
        return each.address.local_part.find("=?") != std::string::npos;
    };
    return a.begin == b.begin && a.end == b.end && a.has_loose_brackets == b.has_loose_brackets &&
           has_encoded(a) == has_encoded(b) && a.address.domain.size() == b.address.domain.size() &&
           a_labels(a.address.domain).has_value() == a_labels(b.address.domain).has_value() &&
           is_address_literal(a.address.domain) == is_address_literal(b.address.domain) &&
           is_fully_qualified(a.address.domain) == is_fully_qualified(b.address.domain);
}

/// Whether readers make the same of both.
bool are_alike(Text a, Text b) {
    const auto of_a = mailboxes_in(a);
    const auto of_b = mailboxes_in(b);
    const auto form_a = sendmail_form(a);
    const auto form_b = sendmail_form(b);
    const auto tidy_a = tidy_list(a);
    const auto tidy_b = tidy_list(b);
    return a.size() == b.size() &&
           parse_address_list(a).has_value() == parse_address_list(b).has_value() &&
           parse_unqualified_list(a).has_value() == parse_unqualified_list(b).has_value() &&
           std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                      [](const auto& one, const auto& other) { return are_alike(one, other); }) &&
           form_a.has_value() == form_b.has_value() &&
           (!form_a || (form_a->longest_member == form_b->longest_member &&
                        shape_of(form_a->value) == shape_of(form_b->value) &&
                        (form_a->value == a) == (form_b->value == b))) &&
           tidy_a.has_value() == tidy_b.has_value() &&
           (!tidy_a || shape_of(*tidy_a) == shape_of(*tidy_b));
}

}  // namespace

std::optional<std::string> masked_list(Text field_body,
                                       const std::function<bool(Text domain)>& stays) {
    if (names_nobody_in_words(field_body)) {
        return std::string(field_body);
    }
    auto form = masked_text(field_body);
    for (const auto& mailbox : mailboxes_in(field_body)) {
        const auto& domain = mailbox.address.domain;
        if (domain.empty() || domain.front() == '[') {
            continue;
        }
        const auto instead = stays(ascii_lower(domain)) ? domain : masked_domain(domain);
        form.replace(mailbox.end - domain.size(), domain.size(), instead);
    }
    return are_alike(field_body, form) ? std::optional(std::move(form)) : std::nullopt;
}

bool is_masked(Text text) {
    return masked_domain(text) == text;
}

}  // namespace msa
