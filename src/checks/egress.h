// The addresses that mail leaves from, as checks on SPF are told them, and what SPF says of them
// all.
#pragma once

#include "policy/rule_set.h"
#include "submission/dns_questions.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// An address that mail leaves from.
struct Egress {
    std::string address;  // IPv4 or IPv6, no loopback
    std::string helo;     // the name that it gives, in lower-case A-labels
};

/// A check with the option `egress`.
class EgressUser {
public:
    EgressUser() = default;
    EgressUser(const EgressUser&) = delete;
    EgressUser& operator=(const EgressUser&) = delete;
    EgressUser(EgressUser&&) = delete;
    EgressUser& operator=(EgressUser&&) = delete;
    virtual ~EgressUser() = default;
    [[nodiscard]] virtual const std::vector<std::string>& egress_lines() const = 0;
};

/// What the checks of these rules are told, whatever their action; each address once.
[[nodiscard]] std::vector<Egress> egress_of(const RuleSet& rules);

/// For the option `egress` of a check: lines of an address and the HELO name it uses, as in
/// "192.0.2.10 mx.example.com". Errors: anything else, and loopback addresses, which no mail leaves
/// from.
[[nodiscard]] Result<void> check_egress(const std::vector<std::string>& lines);

/// The worst answer for `sender` (local-part@domain; empty: the null path) from all of them, with
/// the address in `why`. `lines` must be good, and not empty.
struct EgressAnswer {
    SpfResult result = SpfResult::pass;
    std::string why;
};
[[nodiscard]] EgressAnswer worst_for(const std::vector<std::string>& lines,
                                     const std::string& sender, const DnsQuestions& dns);

inline constexpr std::string_view egress_help =
    "Addresses that mail leaves from, each with the name that it gives in HELO, as in \"192.0.2.10 "
    "mx.example.com\".";

}  // namespace msa
