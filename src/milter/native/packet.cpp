// Milter packets, see packet.h.
#include "milter/native/packet.h"

#include "base/text.h"

#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <libmilter/mfdef.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace msa {

namespace {

constexpr std::size_t number_size = MILTER_LEN_BYTES;

std::uint32_t number_at(std::string_view octets, std::size_t at) {
    std::uint32_t number = 0;
    for (const char octet : octets.substr(at, number_size)) {
        number = number << 8U | static_cast<unsigned char>(octet);
    }
    return number;
}

/// Cuts the string that ends with the first NUL off the front; absent where there is no NUL.
std::optional<std::string_view> take_string(std::string_view& octets) {
    const auto end = octets.find('\0');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto string = octets.substr(0, end);
    octets.remove_prefix(end + 1);
    return string;
}

template <class Address>
bool keep(const Address& address, sockaddr_storage& storage) {
    static_assert(sizeof address <= sizeof storage);
    std::memcpy(&storage, &address, sizeof address);
    return true;
}

/// `port` in network order, `text` ended by NUL.
bool read_address(char family, in_port_t port, const char* text, sockaddr_storage& storage) {
    if (family == SMFIA_INET) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = port;
        return ::inet_pton(AF_INET, text, &address.sin_addr) == 1 && keep(address, storage);
    }
    if (family == SMFIA_INET6) {
        // As Sendmail writes it (RFC 5321, 4.1.3).
        constexpr std::string_view tag = "IPv6:";
        const bool is_tagged =
            equal_ignoring_case(std::string_view(text).substr(0, tag.size()), tag);
        const char* const digits = is_tagged ? text + tag.size() : text;
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = port;
        return ::inet_pton(AF_INET6, digits, &address.sin6_addr) == 1 && keep(address, storage);
    }
    if (family == SMFIA_UNIX) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;  // nobody reads the path
        return keep(address, storage);
    }
    return false;
}

}  // namespace

std::optional<std::uint64_t> packet_size(std::string_view octets) {
    if (octets.size() < number_size) {
        return std::nullopt;
    }
    return std::uint64_t{number_at(octets, 0)} + number_size;
}

std::optional<Packet> packet_in(std::string_view octets) {
    if (octets.size() <= number_size) {
        return std::nullopt;
    }
    return Packet{.command = octets[number_size], .data = octets.substr(number_size + 1)};
}

std::optional<Offer> offer_in(std::string_view data) {
    if (data.size() < MILTER_OPTLEN) {
        return std::nullopt;
    }
    return Offer{.version = number_at(data, 0),
                 .actions = number_at(data, number_size),
                 .steps = number_at(data, 2 * number_size)};
}

std::optional<ClientPlace> client_in(std::string_view data) {
    const auto host = take_string(data);
    if (!host || data.empty()) {
        return std::nullopt;
    }
    ClientPlace client{.host = *host};
    const char family = data.front();
    data.remove_prefix(1);
    if (family == SMFIA_UNKNOWN) {
        return client;
    }
    in_port_t port = 0;
    if (data.size() < sizeof port) {
        return std::nullopt;
    }
    std::memcpy(&port, data.data(), sizeof port);
    data.remove_prefix(sizeof port);
    const auto text = take_string(data);
    if (!text || !data.empty()) {
        return std::nullopt;
    }
    client.has_address = read_address(family, port, text->data(), client.address);
    if (!client.has_address) {
        if (family != SMFIA_INET && family != SMFIA_INET6) {
            return std::nullopt;
        }
        client.unreadable = text;
    }
    return client;
}

std::optional<std::vector<std::string_view>> strings_in(std::string_view data) {
    std::vector<std::string_view> strings;
    while (!data.empty()) {
        const auto string = take_string(data);
        if (!string) {
            return std::nullopt;
        }
        strings.push_back(*string);
    }
    return strings.empty() ? std::nullopt : std::optional(std::move(strings));
}

std::optional<FieldText> field_in(std::string_view data) {
    const auto name = take_string(data);
    const auto value = take_string(data);
    if (!name || name->empty() || !value) {
        return std::nullopt;
    }
    return FieldText{.name = *name, .value = *value};
}

std::array<char, 4> number_octets(std::uint32_t number) {
    std::array<char, 4> octets{};
    const std::uint32_t ordered = htonl(number);
    std::memcpy(octets.data(), &ordered, octets.size());
    return octets;
}

namespace {

void append_head(std::string& output, char command, std::size_t size) {
    const auto length = number_octets(static_cast<std::uint32_t>(size + 1));
    output.append(length.data(), length.size());
    output += command;
}

}  // namespace

void append_packet(std::string& output, char command,
                   std::initializer_list<std::string_view> strings,
                   std::optional<std::uint32_t> number) {
    std::size_t size = number ? number_size : 0;
    for (const std::string_view string : strings) {
        size += string.size() + 1;
    }
    append_head(output, command, size);
    if (number) {
        const auto octets = number_octets(*number);
        output.append(octets.data(), octets.size());
    }
    for (const std::string_view string : strings) {
        output += string;
        output += '\0';
    }
}

void append_octets(std::string& output, char command, std::string_view data) {
    append_head(output, command, data.size());
    output += data;
}

}  // namespace msa
