// Who submits, as From and Sender show it.
#pragma once

#include "mail/address.h"
#include "policy/resending.h"
#include "policy/stages.h"
#include "submission/finding.h"

#include <string>
#include <variant>

namespace msa {

/// From is exactly one mailbox, and the identity's own: no Sender is needed (RFC 5322, 3.6.2).
[[nodiscard]] bool from_shows_submitter(const HeadersStage& at);

/// Somebody unknown writes to postmaster, as the rule file allows (RFC 6409, 6.4): there is no
/// submitter whom the header could show. Nothing signs such a message.
[[nodiscard]] bool is_from_a_stranger(const HeadersStage& at);

/// The value of a Sender field that names the identity (RFC 6409, 8.1), with its leading blank; or
/// a finding that says why there is none.
[[nodiscard]] std::variant<std::string, Finding> sender_of_submitter(const HeadersStage& at);

}  // namespace msa
