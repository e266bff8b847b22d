// DMARC policy records (RFC 7489, 6.3; RFC 9989, 4.7).
#pragma once

#include <optional>
#include <string_view>

namespace msa {

struct DmarcRecord {
    enum class Policy { none, quarantine, reject };
    enum class PublicSuffix { unsaid, yes, no };
    Policy policy = Policy::none;
    Policy subdomain_policy = Policy::none;  // for domains below the one whose record this is
    Policy missing_policy = Policy::none;    // for such of them as do not exist (RFC 9989 only)
    bool strict_dkim = false;
    bool strict_spf = false;
    bool is_tested = false;                             // t=y (RFC 9989 only)
    PublicSuffix public_suffix = PublicSuffix::unsaid;  // psd= (RFC 9989 only)
};

/// Absent: no DMARC record. One with a policy that is none asks for nothing (RFC 7489, 6.6.3; RFC
/// 9989, 4.10.1). Unknown tags are passed over, as receivers do.
[[nodiscard]] std::optional<DmarcRecord> parse_dmarc_record(std::string_view txt);

}  // namespace msa
