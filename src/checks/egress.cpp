#include "checks/egress.h"

#include "base/ip_address.h"
#include "base/text.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {
namespace {

Error wrong(const std::string& line, std::string_view why) {
    return {'\'' + printable(line) + "' " + std::string(why), ErrorKind::bad_config};
}

Result<Egress> parse_egress(const std::string& line) {
    const auto blank = line.find(' ');
    if (blank == std::string::npos) {
        return wrong(line, "is not an address and a HELO name, as in '192.0.2.10 mx.example.com'");
    }
    const auto address = line.substr(0, blank);
    const auto parsed = IpAddress::parse(address);
    if (!parsed) {
        return wrong(line, "does not begin with an address");
    }
    if (parsed->unmapped().is_loopback()) {
        return wrong(line, "is a loopback address, which no mail leaves from");
    }
    const auto helo = a_labels(trimmed(std::string_view(line).substr(blank)));
    if (!helo) {
        return wrong(line, "does not end with a host name: " + helo.error().what);
    }
    return Egress{address, *helo};
}

}  // namespace

std::vector<Egress> egress_of(const RuleSet& rules) {
    std::vector<Egress> found;
    for (const auto& rule : rules.rules) {
        const auto* const user = dynamic_cast<const EgressUser*>(rule.check.get());
        for (const auto& line :
             user == nullptr ? std::vector<std::string>() : user->egress_lines()) {
            const auto egress = parse_egress(line);
            const bool is_known =
                egress && std::any_of(found.begin(), found.end(), [&egress](const auto& each) {
                    return each.address == egress->address;
                });
            if (egress && !is_known) {
                found.push_back(*egress);
            }
        }
    }
    return found;
}

Result<void> check_egress(const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
        if (const auto egress = parse_egress(line); !egress) {
            return egress.error();
        }
    }
    return {};
}

EgressAnswer worst_for(const std::vector<std::string>& lines, const std::string& sender,
                       const DnsQuestions& dns) {
    EgressAnswer worst;
    for (const auto& line : lines) {
        const auto egress = parse_egress(line);
        // The null path is judged by the name in HELO (RFC 7208, 2.4).
        const auto answer =
            dns.check_host({.address = egress->address,
                            .helo = egress->helo,
                            .sender = sender.empty() ? "postmaster@" + egress->helo : sender});
        if (answer.result >= worst.result) {
            const auto why = answer.why.empty() ? "" : " (" + answer.why + ')';
            worst = {answer.result,
                     "from " + egress->address + ": " + std::string(to_text(answer.result)) + why};
        }
    }
    return worst;
}

}  // namespace msa
