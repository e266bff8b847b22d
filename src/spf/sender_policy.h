// The port SenderPolicy by libspf2, with a cache that all transactions share.
#pragma once

#include "submission/ports.h"

#include <memory>

namespace msa {

/// `resolver` must outlive it. Error: this host's name is one that libspf2 would end the process
/// for.
[[nodiscard]] Result<std::unique_ptr<const SenderPolicy>> make_sender_policy(
    const Resolver& resolver);

}  // namespace msa
