// Macro strings of SPF records (RFC 7208, 7): strictly parsed, and expanded by us, so that
// libspf2's expansion, with its history of overflows, never sees what a stranger has written.
#pragma once

#include "base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A piece of a macro string: literal text, or a macro.
struct MacroPart {
    std::string literal;      // where there is no letter
    char letter = 0;          // lower case: s l o d i p v h
    bool url_escape = false;  // the letter was a capital
    int keep = 0;             // parts on the right hand that stay; 0: all
    bool reverse = false;
    std::string delimiters = ".";
};
using MacroString = std::vector<MacroPart>;

/// What macros stand for.
struct MacroValues {
    std::string sender;   // local-part@domain
    std::string domain;   // %{d}: whose record is evaluated
    std::string address;  // textual, IPv4 or IPv6
    std::string helo;
    std::function<std::string()> validated_name;  // %{p}: asks DNS
};

/// domain-spec of the grammar; the letters c, r and t, which belong into explanations, are errors.
[[nodiscard]] Result<MacroString> parse_domain_spec(std::string_view text);

/// macro-string: what the value of an unknown modifier must be, too.
[[nodiscard]] Result<MacroString> parse_macro_string(std::string_view text);

/// Whether the outcome depends on the local part of the sender (%{s}, %{l}).
[[nodiscard]] bool depends_on_local_part(const MacroString& macros);

/// The domain name, without a last dot; where it has more than 253 octets, labels are taken off its
/// front until it fits (RFC 7208, 7.3).
[[nodiscard]] std::string expand(const MacroString& macros, const MacroValues& values);

}  // namespace msa
