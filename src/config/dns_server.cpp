#include "config/dns_server.h"

#include "base/text.h"
#include "ownership/network.h"

#include <algorithm>
#include <string_view>

namespace msa {
namespace {

bool is_server(std::string_view text) {
    const auto at = std::min(text.find('@'), text.size());
    const auto port = text.substr(std::min(at + 1, text.size()));
    const bool port_is_good =
        at == text.size() ||
        (!port.empty() && port.size() <= 5 && port.front() != '0' &&
         std::all_of(port.begin(), port.end(), is_digit) && std::stoi(std::string(port)) <= 65535);
    const auto address = text.substr(0, at);
    return port_is_good && address.find('/') == std::string_view::npos &&
           Network::parse(address).has_value();
}

}  // namespace

Result<std::string> dns_server(std::string_view text) {
    return is_server(text) ? Result<std::string>(std::string(text))
                           : Error{
                                 "a DNS server is an address, perhaps with a port: "
                                 "\"192.0.2.53\", \"2001:db8::53@5353\""};
}

}  // namespace msa
