// Certificates of the test's own: made by openssl(1), with keys that only who runs the test may
// read.
#pragma once

#include "fakes/temporary_folder.h"

#include <string>

namespace msa::wire {

/// A certificate authority in a folder of its own.
class Authority {
public:
    Authority();
    /// The certificate that makes it trusted.
    [[nodiscard]] std::string certificate() const { return folder_.path_of("ca.pem"); }
    /// Signs a certificate for this host, such as "IP:127.0.0.1", to PATH.pem with PATH.key. Below
    /// 0 days it has expired.
    void sign(const std::string& host, const std::string& path, int days = 2) const;

private:
    TemporaryFolder folder_;
};

}  // namespace msa::wire
