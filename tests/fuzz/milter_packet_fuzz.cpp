// The packets of the milter protocol: whatever an MTA sends, what is read lies within it and,
// written again, is the same octets.
#include "fuzz/require.h"
#include "milter/native/macros.h"
#include "milter/native/packet.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {
namespace {

bool is_within(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

bool has_nul(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

void check_strings(std::string_view data) {
    const auto strings = strings_in(data);
    if (!strings) {
        return;
    }
    require(!strings->empty(), "one string at least");
    std::string again;
    for (const auto string : *strings) {
        require(is_within(string, data) && !has_nul(string), "strings end at NUL");
        again += string;
        again += '\0';
    }
    require(again == data, "strings are all of the data");
}

void check_field(std::string_view data) {
    if (const auto field = field_in(data)) {
        require(
            !field->name.empty() && is_within(field->name, data) && is_within(field->value, data),
            "a field has a name");
        require(!has_nul(field->name) && !has_nul(field->value), "no NUL in fields");
        // As libmilter reads them: what follows the value is nobody's.
        std::string again;
        append_packet(again, 'L', {field->name, field->value});
        const auto packet = packet_in(again);
        require(packet && data.starts_with(packet->data), "fields begin the data");
    }
}

void check_client(std::string_view data) {
    if (const auto client = client_in(data)) {
        require(is_within(client->host, data) && !has_nul(client->host), "hosts end at NUL");
        require(!client->unreadable || is_within(*client->unreadable, data), "no other octets");
        require((client->socket_address() != nullptr) == client->has_address, "one says which");
        const int family = client->address.ss_family;
        require(!client->has_address || client->unreadable || family == AF_INET ||
                    family == AF_INET6 || family == AF_UNIX,
                "a family that is known");
    }
}

void check_macros(std::string_view data) {
    Macros macros;
    if (macros.take(data)) {
        for (const std::string_view name : {"i", "{i}", "v", "{auth_authen}", ""}) {
            require(!has_nul(macros.value(name)), "values end at NUL");
        }
        macros.begin('M');
        (void)macros.value("i");
    }
}

void check(std::string_view octets) {
    while (const auto size = packet_size(octets)) {
        require(*size >= 4, "a packet has its length");
        if (*size > octets.size()) {
            return;  // the rest is still to come
        }
        const auto whole = octets.substr(0, static_cast<std::size_t>(*size));
        octets.remove_prefix(whole.size());
        const auto packet = packet_in(whole);
        require(packet.has_value() == (whole.size() > 4), "a packet has a command");
        if (!packet) {
            continue;
        }
        std::string again;
        append_octets(again, packet->command, packet->data);
        require(again == whole, "written again it is the same");
        (void)offer_in(packet->data);
        check_strings(packet->data);
        check_field(packet->data);
        check_client(packet->data);
        check_macros(packet->data);
    }
}

}  // namespace
}  // namespace msa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
