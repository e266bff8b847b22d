// The name of this machine, see host_name.h.
#include "system/host_name.h"

#include "mail/domain.h"

#include <array>
#include <memory>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t max_host_name = 256;  // HOST_NAME_MAX is 64 on Linux

struct FreeAddresses {
    void operator()(addrinfo* addresses) const { ::freeaddrinfo(addresses); }
};

/// The name that the resolver calls canonical, or `name` itself.
std::string canonical(const std::string& name) {
    addrinfo hints{};
    hints.ai_flags = AI_CANONNAME;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) {
        return name;
    }
    const std::unique_ptr<addrinfo, FreeAddresses> owner(found);
    return found->ai_canonname != nullptr ? found->ai_canonname : name;
}

}  // namespace

std::string host_name() {
    std::array<char, max_host_name> buffer{};
    if (::gethostname(buffer.data(), buffer.size() - 1) != 0) {
        return "localhost";
    }
    const std::string name = buffer.data();
    if (name.find('.') == std::string::npos) {
        if (auto longer = a_labels(canonical(name)); longer && is_fully_qualified(*longer)) {
            return *std::move(longer);
        }
    }
    auto valid = a_labels(name);
    return valid ? *std::move(valid) : "localhost";
}

}  // namespace msa
