// SPF records as RFC 7208 (4.6, 5, 6 and 12) has them, strictly: what libspf2 would forgive is an
// error here.
#pragma once

#include "spf/macro.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class Mechanism { all, include, a, mx, ptr, ip4, ip6, exists };

struct Directive {
    char qualifier = '+';  // + - ? ~
    Mechanism mechanism = Mechanism::all;
    MacroString domain;   // empty: the domain whose record this is
    std::string address;  // of ip4 and ip6
    int ip4_prefix = 32;
    int ip6_prefix = 128;
    std::string text{};  // as the record has it
};

struct SpfRecord {
    std::vector<Directive> directives;
    std::optional<MacroString> redirect;
    std::string redirect_text{};  // as the record has it
    // exp= and unknown modifiers are read for their syntax only.
};

/// Whether a TXT record claims to be an SPF record (RFC 7208, 4.5).
[[nodiscard]] bool is_spf_record(std::string_view txt);

/// The error names the term.
[[nodiscard]] Result<SpfRecord> parse_spf_record(std::string_view txt);

}  // namespace msa
