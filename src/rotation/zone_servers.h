// Who is asked what a zone has: its authoritative servers, not a resolver, whose cache would hide
// where they differ.
#pragma once

#include "submission/ports.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// The names in the NS records of that very name; empty: there are none.
using NameServers = std::function<Result<std::vector<std::string>>(std::string_view zone)>;

/// Addresses of the servers that NS records name: of the longest part of the name that has some.
/// Errors: DNS cannot tell; no part has any, or a server has no address.
[[nodiscard]] Result<std::vector<std::string>> zone_servers(std::string_view name,
                                                            const Resolver& resolver,
                                                            const NameServers& name_servers);

}  // namespace msa
