// DMARC policy records (RFC 7489, 6.3).
#pragma once

#include <optional>
#include <string_view>

namespace msa {

struct DmarcRecord {
    enum class Policy { none, quarantine, reject };
    Policy policy = Policy::none;
    Policy subdomain_policy = Policy::none;  // for domains below the one whose record this is
    bool strict_dkim = false;
    bool strict_spf = false;
};

/// Absent: no DMARC record, or one that says nothing of a policy. Unknown tags and values that are
/// none are passed over, as receivers do.
[[nodiscard]] std::optional<DmarcRecord> parse_dmarc_record(std::string_view txt);

}  // namespace msa
