#include "rotation/zone_servers.h"

#include <chrono>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{5};  // for one answer

using Names = std::vector<std::string>;

Result<Names> addresses_of(const Names& hosts, const Resolver& resolver) {
    Names addresses;
    for (const auto& host : hosts) {
        const auto before = addresses.size();
        for (const auto type : {RecordType::a, RecordType::aaaa}) {
            const auto answer =
                resolver.ask(host, type, std::chrono::steady_clock::now() + patience);
            if (!answer) {
                return answer.error();
            }
            for (const auto& each : answer->records) {
                addresses.push_back(each.value);
            }
        }
        if (addresses.size() == before) {
            return Error{"the name server " + host + " has no address"};
        }
    }
    return addresses;
}

}  // namespace

Result<Names> zone_servers(std::string_view name, const Resolver& resolver,
                           const NameServers& name_servers) {
    for (auto zone = name; !zone.empty();) {
        const auto hosts = name_servers(zone);
        if (!hosts) {
            return hosts.error();
        }
        if (!hosts->empty()) {
            return addresses_of(*hosts, resolver);
        }
        const auto dot = zone.find('.');
        zone = dot == std::string_view::npos ? std::string_view() : zone.substr(dot + 1);
    }
    return Error{"no part of " + std::string(name) + " has name servers"};
}

}  // namespace msa
