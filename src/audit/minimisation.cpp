// How much a trail keeps, see minimisation.h.
#include "audit/minimisation.h"

#include "base/ip_address.h"

namespace msa {

std::string_view to_text(RecipientsKept kept) {
    switch (kept) {
        case RecipientsKept::clear: return "clear";
        case RecipientsKept::pseudonym: return "pseudonym";
        case RecipientsKept::count: return "count";
    }
    return {};
}

std::string network_of_client(std::string_view text) {
    constexpr int ipv4_prefix = 24;
    constexpr int ipv6_prefix = 48;
    const auto parsed = IpAddress::parse(text);
    if (!parsed) {
        return {};
    }
    const auto address = parsed->unmapped();
    const int prefix = address.is_ipv4() ? ipv4_prefix : ipv6_prefix;
    return address.network(prefix).text() + '/' + std::to_string(prefix);
}

}  // namespace msa
