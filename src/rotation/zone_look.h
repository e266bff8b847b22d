// What the authoritative servers of a zone say of a key record: a key signs when all have it, not
// when one does (RFC 6376, 3.6.2).
#pragma once

#include "rotation/zone_servers.h"
#include "submission/ports.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ZoneSight {
    std::size_t with = 0;     // servers that have this key there, in one record alone
    std::size_t without = 0;  // that answer something else, or nothing
    std::string why{};        // of one of those, or why nobody can tell; empty: all have it
    bool can_tell = false;    // every server has answered
    std::string record{};     // as the first of those has it that have this key

    [[nodiscard]] bool is_everywhere() const { return can_tell && with > 0 && without == 0; }
    [[nodiscard]] bool is_nowhere() const { return can_tell && with == 0; }
};

/// Not for two threads at once.
class ZoneLook {
public:
    virtual ~ZoneLook() = default;
    /// `name`: SELECTOR._domainkey.DOMAIN. `record`: as key_record() makes it.
    [[nodiscard]] virtual ZoneSight look(const std::string& name, const std::string& record) = 0;
};

/// How a server is asked: the resolver that asks only this one, ADDRESS or ADDRESS@PORT.
using ServerResolver =
    std::function<Result<std::unique_ptr<const Resolver>>(const std::string& server)>;

/// The name to which a CNAME record leads that this server has there; empty: it has none.
using ServerAlias =
    std::function<Result<std::string>(const std::string& server, const std::string& name)>;

struct ZoneLookParts {
    const Resolver* resolver = nullptr;  // finds addresses of name servers; outlives it
    NameServers name_servers;            // not set: only named servers can be asked
    ServerResolver ask_server;
    ServerAlias alias_at{};  // not set: why a server has no answer stays in its own words
};

/// For one look at all keys: a server that three times in a row did not answer is asked no more.
/// Asks `servers`; or, where there are none, those that NS records name: of the longest part of the
/// name that has some.
[[nodiscard]] std::unique_ptr<ZoneLook> make_zone_look(std::vector<std::string> servers,
                                                       ZoneLookParts parts);

}  // namespace msa
