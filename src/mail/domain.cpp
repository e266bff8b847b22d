// Domain names, see domain.h. libidn2 sees single labels that are not plain ASCII, never a whole
// name: it lets `a..b` and `a.b.` pass, and other full stops (U+3002) would make two labels of one.
#include "mail/domain.h"

#include "base/ip_address.h"
#include "base/text.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <idn2.h>

namespace msa {

namespace {

constexpr std::size_t max_label = 63;    // RFC 1035, 2.3.4
constexpr std::size_t max_domain = 255;  // RFC 5321, 4.5.3.1.2
constexpr std::string_view a_label_prefix = "xn--";

Error fault(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_input};
}

struct IdnFree {
    void operator()(char* memory) const { idn2_free(memory); }
};
using IdnText = std::unique_ptr<char, IdnFree>;

bool is_ldh(char c) {
    return is_letter(c) || is_digit(c) || c == '-';
}

bool is_a_label(std::string_view label) {
    return label.substr(0, 4) == a_label_prefix;
}

// The rules of a label that stands in the DNS (RFC 5321, 2.3.5; RFC 5890, 2.3.1).
Result<void> check_ldh_label(std::string_view label) {
    if (label.empty()) {
        return fault("empty label");
    }
    if (label.size() > max_label) {
        return fault("label longer than 63 octets");
    }
    if (!std::all_of(label.begin(), label.end(), is_ldh)) {
        return fault("character that no label may hold");
    }
    if (label.front() == '-' || label.back() == '-') {
        return fault("hyphen at the end of a label");
    }
    return {};
}

// IDN2_USE_STD3_ASCII_RULES stays off: with it libidn2 drops what it should refuse, `a_b` is `ab`.
IdnText to_ascii(const std::string& label, int flags) {
    char* result = nullptr;
    const int status = idn2_to_ascii_8z(label.c_str(), &result, flags | IDN2_NFC_INPUT);
    return IdnText(status == IDN2_OK ? result : nullptr);
}

// An A-label stands for a U-label that gives the same A-label again (RFC 5890, 2.3.2.1). What does
// not could be shown as a name that nobody registered. Asked twice, because libidn2 (2.3.3) finds a
// disallowed character only without the mapping of UTS 46, a hyphen at the end only with it.
bool round_trips(const std::string& a_label) {
    char* result = nullptr;
    const int status = idn2_to_unicode_8z8z(a_label.c_str(), &result, IDN2_NONTRANSITIONAL);
    const IdnText u_label(status == IDN2_OK ? result : nullptr);
    if (!u_label || !has_8bit(u_label.get())) {
        return false;
    }
    const IdnText unmapped = to_ascii(u_label.get(), IDN2_NO_TR46);
    const IdnText mapped = to_ascii(u_label.get(), IDN2_NONTRANSITIONAL);
    return unmapped && mapped && a_label == unmapped.get() && a_label == mapped.get();
}

// A U-label becomes its A-label. A label of which the mapping leaves only ASCII (full width
// letters, a soft hyphen) is refused: to a reader that does not map it is another name.
Result<std::string> a_label_of(const std::string& u_label) {
    const IdnText converted = to_ascii(u_label, IDN2_NONTRANSITIONAL);
    if (!converted) {
        return fault("label that is not valid under idna2008");
    }
    std::string label = ascii_lower(converted.get());
    if (const auto checked = check_ldh_label(label); !checked) {
        return checked.error();
    }
    if (!is_a_label(label) || !round_trips(label)) {
        return fault("label that only looks international");
    }
    return label;
}

Result<void> append_a_label(std::string& name, std::string_view label) {
    if (has_8bit(label)) {
        const auto converted = a_label_of(ascii_lower(label));
        if (!converted) {
            return converted.error();
        }
        name += *converted;
        return {};
    }
    if (auto checked = check_ldh_label(label); !checked) {
        return checked;
    }
    const std::size_t begin = name.size();
    for (const char c : label) {
        name += ascii_lower(c);
    }
    if (is_a_label(std::string_view(name).substr(begin)) && !round_trips(name.substr(begin))) {
        return fault("label that is no valid punycode");
    }
    return {};
}

/// Labels of lower-case ASCII, none of them an A-label: its own A-label form, as of most names.
bool is_plain(std::string_view domain) {
    std::size_t label = 0;  // where it begins
    for (std::size_t i = 0; i <= domain.size(); ++i) {
        if (i < domain.size() && domain[i] != '.') {
            const char c = domain[i];
            if (!is_digit(c) && c != '-' && (c < 'a' || c > 'z')) {
                return false;
            }
            continue;
        }
        const auto text = domain.substr(label, i - label);
        if (text.empty() || text.size() > max_label || text.front() == '-' || text.back() == '-' ||
            is_a_label(text)) {
            return false;
        }
        label = i + 1;
    }
    return true;
}

/// Whether it is an address of that kind.
bool is_address(std::string_view text, bool ipv4) {
    const auto address = IpAddress::parse(text);
    return address && address->is_ipv4() == ipv4;
}

}  // namespace

Result<std::string> a_labels(std::string_view domain) {
    if (domain.size() > max_domain) {
        return fault("domain longer than 255 octets");
    }
    if (is_plain(domain)) {
        return std::string(domain);
    }
    if (domain.empty()) {
        return fault("empty domain");
    }
    if (domain.back() == '.') {
        return fault("trailing dot");
    }
    // A C string ends at NUL, so libidn2 would judge only what is in front of it.
    if (domain.find('\0') != std::string_view::npos || !is_utf8(domain)) {
        return fault("octet that no label may hold");
    }
    std::string result;
    result.reserve(domain.size());
    for (std::size_t begin = 0, end = 0; end < domain.size(); begin = end + 1) {
        end = std::min(domain.find('.', begin), domain.size());
        if (begin > 0) {
            result += '.';
        }
        if (const auto added = append_a_label(result, domain.substr(begin, end - begin)); !added) {
            return added.error();
        }
    }
    if (result.size() > max_domain) {
        return fault("domain longer than 255 octets");
    }
    return result;
}

bool is_address_literal(std::string_view domain) {
    constexpr std::string_view ipv6_tag = "ipv6:";
    if (domain.size() < 2 || domain.front() != '[' || domain.back() != ']' ||
        domain.find('\0') != std::string_view::npos) {
        return false;
    }
    const std::string content(domain.substr(1, domain.size() - 2));
    if (equal_ignoring_case(std::string_view(content).substr(0, ipv6_tag.size()), ipv6_tag)) {
        return is_address(content.substr(ipv6_tag.size()), false);
    }
    return is_address(content, true);
}

bool is_fully_qualified(std::string_view domain) {
    if (is_address_literal(domain)) {
        return true;
    }
    const std::size_t dot = domain.rfind('.');
    if (dot == std::string_view::npos) {
        return false;
    }
    const auto last = domain.substr(dot + 1);
    return !std::all_of(last.begin(), last.end(), is_digit);
}

}  // namespace msa
