// What receivers find in DNS about an author's domain: its DMARC policy, and which domains are
// aligned with it. They follow one of two standards, which may answer differently.
#pragma once

#include "base/result.h"
#include "checks/dmarc_record.h"
#include "submission/dns_questions.h"

#include <string>

namespace msa {

/// RFC 7489 tells by the public suffix list which domains belong together, RFC 9989 by what the
/// domains above publish.
enum class DmarcStandard { rfc7489, rfc9989 };
[[nodiscard]] std::string_view to_text(DmarcStandard standard);

struct DmarcPolicy {
    DmarcRecord::Policy policy = DmarcRecord::Policy::none;  // none where nobody published one
    bool strict_dkim = false;
    bool strict_spf = false;
};

/// What is asked for by the author's domain, or in its absence by the organization above it (RFC
/// 7489, 6.6.3), or the public suffix above that (RFC 9989, 4.10.1). Domains are lower-case
/// A-labels here and below. Errors: DNS cannot tell.
[[nodiscard]] Result<DmarcPolicy> dmarc_policy(DmarcStandard standard, const std::string& author,
                                               const DnsQuestions& dns);

/// Whether `domain` counts as the author's: strictly only itself, else any of its organization
/// (RFC 7489, 3.1; RFC 9989, 4.4). Errors: DNS cannot tell.
[[nodiscard]] Result<bool> is_aligned(DmarcStandard standard, const std::string& domain,
                                      const std::string& author, bool strictly,
                                      const DnsQuestions& dns);

}  // namespace msa
