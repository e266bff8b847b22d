// The keys of tables, see table_key.h.
#include "tables/table_key.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_key.h"
#include "mail/address_lexer.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {

namespace {

Error fault(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_config};
}

Result<std::string> domain_key(std::string_view domain) {
    const auto labels = a_labels(domain);
    return labels ? Result<std::string>('@' + *labels) : fault(labels.error().what);
}

Result<std::string> login_key(std::string_view login) {
    if (login.empty()) {
        return fault("empty");
    }
    if (login.back() == ':') {
        // A line of aliases(5): without this the key would silently never be asked for.
        return fault("a key does not end with a colon");
    }
    return ascii_lower(login);
}

constexpr bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}

bool is_plain_local_part(std::string_view text) {
    constexpr std::size_t longest = 64;  // RFC 5321, 4.5.3.1.1
    char last = '.';
    for (const char c : text) {
        if (c == '.' ? last == '.' : !is_plain(c) && c != '_') {
            return false;
        }
        last = c;
    }
    return text.size() <= longest && last != '.';
}

bool is_plain_domain(std::string_view text) {
    constexpr std::size_t longest = 255;  // RFC 5321, 4.5.3.1.2
    constexpr std::size_t longest_label = 63;
    std::size_t label = 0;
    char last = '.';
    for (const char c : text) {
        const bool ends_label = c == '.';
        const bool may_follow = ends_label || c == '-' ? last != '.' : is_plain(c);
        if (!may_follow || (ends_label && last == '-') || label > longest_label) {
            return false;
        }
        label = ends_label ? 0 : label + 1;
        last = c;
    }
    return text.size() <= longest && label > 0 && label <= longest_label && last != '-' &&
           text.find("xn--") == std::string_view::npos;
}

/// Whether an address is its own key for certain, as nearly all in large tables are: reading them
/// by the whole grammar would take most of the time of a start.
bool is_its_own_key(std::string_view written) {
    const std::size_t at = written.find('@');
    return at != std::string_view::npos && is_plain_local_part(written.substr(0, at)) &&
           is_plain_domain(written.substr(at + 1));
}

}  // namespace

bool is_table_text(std::string_view text) {
    return is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) { return is_control(c); });
}

Result<std::string> table_key(std::string_view written) {
    if (is_its_own_key(written)) {
        return std::string(written);
    }
    if (!is_table_text(written)) {
        return fault("control character or ill-formed utf-8");
    }
    if (written.find('@') == std::string_view::npos) {
        return login_key(written);
    }
    if (written.front() == '@') {
        return domain_key(written.substr(1));
    }
    const auto address = parse_addr_spec(written);
    if (!address && written.front() == '/') {
        return ascii_lower(written);
    }
    if (!address) {
        return fault(address.error().what);
    }
    auto key = address_key(*address);
    return key ? std::move(key) : fault(key.error().what);
}

std::optional<std::string> quoted_key(std::string_view key) {
    const std::size_t at = key.rfind('@');
    if (at == std::string_view::npos || at == 0 || is_dot_string(key.substr(0, at))) {
        return std::nullopt;
    }
    return to_text(AddrSpec{std::string(key.substr(0, at)), std::string(key.substr(at + 1))});
}

}  // namespace msa
