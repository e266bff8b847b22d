#include "spf/record.h"

#include "base/ip_address.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

constexpr std::string_view version = "v=spf1";
constexpr int widest_ip4 = 32;
constexpr int widest_ip6 = 128;

struct MechanismName {
    std::string_view name;
    Mechanism mechanism;
};
constexpr std::array<MechanismName, 8> mechanism_names{{{"all", Mechanism::all},
                                                        {"include", Mechanism::include},
                                                        {"a", Mechanism::a},
                                                        {"mx", Mechanism::mx},
                                                        {"ptr", Mechanism::ptr},
                                                        {"ip4", Mechanism::ip4},
                                                        {"ip6", Mechanism::ip6},
                                                        {"exists", Mechanism::exists}}};

Error wrong(std::string_view what, std::string_view term) {
    return {std::string(what) + ": '" + printable(term, 80) + '\'', ErrorKind::bad_input};
}

/// Digits without a leading zero, up to `widest`.
std::optional<int> prefix_length(std::string_view digits, int widest) {
    if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0') ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::nullopt;
    }
    const int value = std::stoi(std::string(digits));
    return value <= widest ? std::optional(value) : std::nullopt;
}

/// Takes the digits behind the last `mark` of `text`, if nothing else follows it. False: they are
/// no prefix length.
bool take_prefix(std::string_view& text, std::string_view mark, int widest, int& prefix) {
    const auto at = text.rfind(mark);
    if (at == std::string_view::npos) {
        return true;
    }
    const auto digits = text.substr(at + mark.size());
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return true;  // a slash of a macro string; the domain-spec decides
    }
    const auto length = prefix_length(digits, widest);
    if (!length) {
        return false;
    }
    prefix = *length;
    text = text.substr(0, at);
    return true;
}

Result<void> read_network(std::string_view value, Directive& directive) {
    const bool is_ip4 = directive.mechanism == Mechanism::ip4;
    auto& prefix = is_ip4 ? directive.ip4_prefix : directive.ip6_prefix;
    const auto slash = value.find('/');
    directive.address = value.substr(0, slash);
    if (slash != std::string_view::npos) {
        const auto length =
            prefix_length(value.substr(slash + 1), is_ip4 ? widest_ip4 : widest_ip6);
        if (!length) {
            return Error{"a wrong prefix length", ErrorKind::bad_input};
        }
        prefix = *length;
    }
    const auto address = IpAddress::parse(directive.address);
    return address && address->is_ipv4() == is_ip4 ? Result<void>()
                                                   : Error{"no address", ErrorKind::bad_input};
}

/// `rest`: what follows the name of a or mx, a colon in front of the domain-spec included.
Result<void> read_hosts(std::string_view rest, Directive& directive) {
    if (!take_prefix(rest, "//", widest_ip6, directive.ip6_prefix) ||
        !take_prefix(rest, "/", widest_ip4, directive.ip4_prefix)) {
        return Error{"a wrong prefix length", ErrorKind::bad_input};
    }
    if (rest.empty()) {
        return {};
    }
    if (rest.front() != ':') {
        return Error{"no mechanism", ErrorKind::bad_input};
    }
    auto domain = parse_domain_spec(rest.substr(1));
    if (!domain) {
        return domain.error();
    }
    directive.domain = *std::move(domain);
    return {};
}

Result<void> read_argument(std::string_view rest, Directive& directive) {
    if (directive.mechanism == Mechanism::all) {
        return rest.empty() ? Result<void>() : Error{"'all' takes nothing", ErrorKind::bad_input};
    }
    if (directive.mechanism == Mechanism::a || directive.mechanism == Mechanism::mx) {
        return read_hosts(rest, directive);
    }
    if (rest.empty() && directive.mechanism == Mechanism::ptr) {
        return {};
    }
    if (rest.empty() || rest.front() != ':') {
        return Error{"a mechanism without its value", ErrorKind::bad_input};
    }
    if (directive.mechanism == Mechanism::ip4 || directive.mechanism == Mechanism::ip6) {
        return read_network(rest.substr(1), directive);
    }
    auto domain = parse_domain_spec(rest.substr(1));
    if (!domain) {
        return domain.error();
    }
    directive.domain = *std::move(domain);
    return {};
}

Result<Directive> read_directive(std::string_view term) {
    Directive directive;
    directive.text = term;
    auto rest = term;
    if (std::string_view("+-?~").find(rest.front()) != std::string_view::npos) {
        directive.qualifier = rest.front();
        rest.remove_prefix(1);
    }
    const auto name = rest.substr(0, rest.find_first_of(":/"));
    const auto known =
        std::find_if(mechanism_names.begin(), mechanism_names.end(),
                     [name](const auto& each) { return equal_ignoring_case(each.name, name); });
    if (known == mechanism_names.end()) {
        return wrong("an unknown mechanism", term);
    }
    directive.mechanism = known->mechanism;
    if (const auto read = read_argument(rest.substr(name.size()), directive); !read) {
        return wrong(read.error().what, term);
    }
    return directive;
}

/// The name in front of "=" where the term is a modifier: ALPHA *( ALPHA / DIGIT / "-" / "_" / "."
/// ).
std::optional<std::string_view> modifier_name(std::string_view term) {
    const auto equals = term.find('=');
    if (equals == std::string_view::npos || !is_letter(term.front())) {
        return std::nullopt;
    }
    const auto name = term.substr(0, equals);
    const bool is_name = std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    });
    return is_name ? std::optional(name) : std::nullopt;
}

/// Reads terms into a record, and knows which modifiers it has seen.
class Reader {
public:
    Result<void> read(std::string_view term) {
        if (const auto name = modifier_name(term)) {
            return read_modifier(*name, term);
        }
        auto directive = read_directive(term);
        if (!directive) {
            return directive.error();
        }
        record_.directives.push_back(*std::move(directive));
        return {};
    }
    [[nodiscard]] SpfRecord&& record() && { return std::move(record_); }

private:
    Result<void> read_modifier(std::string_view name, std::string_view term) {
        const auto value = term.substr(name.size() + 1);
        const bool is_redirect = equal_ignoring_case(name, "redirect");
        const bool is_explanation = equal_ignoring_case(name, "exp");
        auto macros =
            is_redirect || is_explanation ? parse_domain_spec(value) : parse_macro_string(value);
        if (!macros) {
            return wrong(macros.error().what, term);
        }
        if ((is_redirect && record_.redirect) || (is_explanation && has_explanation_)) {
            return wrong("a modifier for the second time", term);
        }
        has_explanation_ = has_explanation_ || is_explanation;
        if (is_redirect) {
            record_.redirect = *std::move(macros);
            record_.redirect_text = term;
        }
        return {};
    }

    SpfRecord record_;
    bool has_explanation_ = false;
};

}  // namespace

bool is_spf_record(std::string_view txt) {
    return equal_ignoring_case(txt.substr(0, version.size()), version) &&
           (txt.size() == version.size() || txt[version.size()] == ' ');
}

Result<SpfRecord> parse_spf_record(std::string_view txt) {
    if (!is_spf_record(txt)) {
        return wrong("no SPF record", txt);
    }
    Reader reader;
    for (const auto term : split(txt.substr(version.size()), ' ')) {
        if (term.empty()) {
            continue;
        }
        if (const auto read = reader.read(term); !read) {
            return read.error();
        }
    }
    return std::move(reader).record();
}

}  // namespace msa
