// How much of other people a trail keeps.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

enum class RecipientsKept {
    clear,
    pseudonym,  // see pseudonyms.h
    count,      // how many there were, and what became of each
};

enum class ClientKept {
    clear,
    network,  // IPv4: /24, IPv6: /48; neither its port nor any of its names
};

struct Minimisation {
    RecipientsKept recipients = RecipientsKept::clear;
    ClientKept client = ClientKept::clear;
};

[[nodiscard]] std::string_view to_text(RecipientsKept kept);

/// `192.0.2.0/24`, `2001:db8:1::/48`. An IPv4-mapped address is the IPv4 address; what is no
/// address is empty.
[[nodiscard]] std::string network_of_client(std::string_view address);

}  // namespace msa
