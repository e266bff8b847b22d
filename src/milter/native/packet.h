// The packets of the milter protocol, versions 2 to 6, as octets: a length of four octets (network
// order, of what follows it), a command of one, its data. Pure functions; every length and count is
// checked, and what does not hold gives nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

namespace msa {

struct Packet {
    char command = 0;       // SMFIC_*
    std::string_view data;  // within what it was read from
};

/// How long the packet at the front of `octets` says that it is, in octets with its length; absent
/// while that is not to be seen.
[[nodiscard]] std::optional<std::uint64_t> packet_size(std::string_view octets);

/// A whole packet, of packet_size() octets. Absent: it has no command.
[[nodiscard]] std::optional<Packet> packet_in(std::string_view octets);

/// SMFIC_OPTNEG: what an MTA offers.
struct Offer {
    std::uint32_t version = 0;
    std::uint32_t actions = 0;  // SMFIF_*
    std::uint32_t steps = 0;    // SMFIP_*
};
[[nodiscard]] std::optional<Offer> offer_in(std::string_view data);

/// SMFIC_CONNECT.
struct ClientPlace {
    std::string_view host;
    bool has_address = false;                      // SMFIA_UNKNOWN otherwise
    std::optional<std::string_view> unreadable{};  // what stands where IPv4 or IPv6 was announced
    sockaddr_storage address{};

    [[nodiscard]] const sockaddr* socket_address() const {
        return has_address ? reinterpret_cast<const sockaddr*>(&address) : nullptr;
    }
};
[[nodiscard]] std::optional<ClientPlace> client_in(std::string_view data);

/// Strings, each ended by NUL: one of them at least.
[[nodiscard]] std::optional<std::vector<std::string_view>> strings_in(std::string_view data);

/// SMFIC_HEADER. Neither holds NUL.
struct FieldText {
    std::string_view name;  // not empty
    std::string_view value;
};
[[nodiscard]] std::optional<FieldText> field_in(std::string_view data);

/// Appends a packet whose data are `number`, if there is one, and the strings, each ended by NUL.
void append_packet(std::string& output, char command,
                   std::initializer_list<std::string_view> strings,
                   std::optional<std::uint32_t> number = std::nullopt);
/// The same of plain octets.
void append_octets(std::string& output, char command, std::string_view data);

/// `number` in network order.
[[nodiscard]] std::array<char, 4> number_octets(std::uint32_t number);

}  // namespace msa
