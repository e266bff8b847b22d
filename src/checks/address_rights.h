// Whether the identity may use an address, as a finding.
#pragma once

#include "mail/address.h"
#include "ownership/rights.h"
#include "submission/finding.h"

#include <string>
#include <string_view>

namespace msa {

enum class RightNeeded { owner, owner_or_on_behalf };

/// Nothing where it may; cannot_tell() where nobody knows; else 550 5.7.1 (RFC 6409, 6.1 and 6.3).
/// `what` and `place` say where the address stands: "MAIL FROM", "as envelope sender".
[[nodiscard]] Findings right_findings(const AddrSpec& address, const Rights& rights,
                                      RightNeeded needed, const std::string& what,
                                      const std::string& place);

}  // namespace msa
