// How long signatures take. Signers come and go with the rules; what they took is kept for the
// process.
#pragma once

#include "base/histogram.h"
#include "crypto/private_key.h"

namespace msa {

/// In nanoseconds, without the hash of the body.
[[nodiscard]] Histogram& signing_times(KeyAlgorithm algorithm);

}  // namespace msa
