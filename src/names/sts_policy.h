// A policy of MTA-STS: where a domain takes mail, and that it is to be sent there under TLS (RFC
// 8461, 3.2).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct StsPolicy {
    std::string mode;                  // enforce, testing or none
    std::vector<std::string> hosts{};  // "mx1.example.com", "*.example.com"; lower case
    unsigned long max_age = 0;         // seconds

    /// Whether mail may go to this host: lower case, no last dot. A wildcard stands for one label
    /// (RFC 8461, 4.1).
    [[nodiscard]] bool names(std::string_view host) const;
};

/// Of keys that stand there twice the first counts; unknown ones are passed over. Errors: why
/// senders do without it.
[[nodiscard]] Result<StsPolicy> parse_sts_policy(std::string_view text);

}  // namespace msa
