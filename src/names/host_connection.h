// A connection to a host that may have several addresses.
#pragma once

#include "base/stream.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct HostConnection {
    std::optional<Stream> stream{};  // absent: `failure` says why
    std::string failure{};           // of the address that was tried last
    bool is_refused = false;         // nobody listens there
};

/// To the first address that answers. Each may take its share of the time that is left, so that one
/// that is silent does not hide the next. `port`: 1 to 65535.
[[nodiscard]] HostConnection connect_to_host(const std::vector<std::string>& addresses,
                                             unsigned port, Stream::Instant deadline);

}  // namespace msa
