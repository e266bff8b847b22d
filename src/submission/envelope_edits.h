// What the MTA is asked to change of the envelope.
#pragma once

#include "submission/edit_plan.h"
#include "submission/facts.h"

#include <vector>

namespace msa {

/// One edit for a sender, and one for each accepted recipient, whose address is another than the
/// MTA holds. A source route in front of the sender goes too (RFC 5321, app. C). ESMTP parameters
/// of RFC 3461 (RET, ENVID; NOTIFY, ORCPT) are kept.
[[nodiscard]] std::vector<Edit> envelope_edits(const Envelope& envelope,
                                               const std::vector<Recipient>& recipients);

}  // namespace msa
