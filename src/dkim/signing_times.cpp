#include "dkim/signing_times.h"

namespace msa {

Histogram& signing_times(KeyAlgorithm algorithm) {
    static Histogram rsa(duration_ends);
    static Histogram ed25519(duration_ends);
    return algorithm == KeyAlgorithm::rsa_sha256 ? rsa : ed25519;
}

}  // namespace msa
