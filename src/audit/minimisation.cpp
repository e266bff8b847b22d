// How much a trail keeps, see minimisation.h.
#include "audit/minimisation.h"

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace msa {

namespace {

std::string text_of(int family, const unsigned char* octets) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(family, octets, text.data(), text.size()) == nullptr ? std::string()
                                                                            : text.data();
}

std::string ipv4_network(const unsigned char* octets) {
    const std::array<unsigned char, 4> network{octets[0], octets[1], octets[2], 0};
    return text_of(AF_INET, network.data()) + "/24";
}

}  // namespace

std::string_view to_text(RecipientsKept kept) {
    switch (kept) {
        case RecipientsKept::clear: return "clear";
        case RecipientsKept::pseudonym: return "pseudonym";
        case RecipientsKept::count: return "count";
    }
    return {};
}

std::string network_of_client(std::string_view address) {
    const std::string text(address);
    std::array<unsigned char, 16> octets{};
    if (::inet_pton(AF_INET, text.c_str(), octets.data()) == 1) {
        return ipv4_network(octets.data());
    }
    in6_addr ipv6{};
    if (::inet_pton(AF_INET6, text.c_str(), &ipv6) != 1) {
        return {};
    }
    if (IN6_IS_ADDR_V4MAPPED(&ipv6)) {
        return ipv4_network(ipv6.s6_addr + 12);
    }
    constexpr std::size_t kept = 6;
    for (std::size_t at = kept; at < octets.size(); ++at) {
        ipv6.s6_addr[at] = 0;
    }
    return text_of(AF_INET6, ipv6.s6_addr) + "/48";
}

}  // namespace msa
