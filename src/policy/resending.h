// What an identity resends is somebody else's message: it is passed on as it is (RFC 5322, 3.6.6).
#pragma once

#include "policy/stages.h"
#include "submission/finding.h"

#include <set>
#include <string>

namespace msa {

/// The newest block of resent fields names nobody but the identity, or whom it may write for.
[[nodiscard]] bool is_resent_by_submitter(const HeadersStage& at);

/// Whether the original part of the message is to stay as it is. Sendmail completes and rewrites it
/// in any case; where we sign for the author, that has to happen before the signature.
[[nodiscard]] bool is_original_kept(const HeadersStage& at);

/// From names authors, and none of them is the identity's to name.
[[nodiscard]] bool is_from_others(const HeadersStage& at);

/// The lower-case names of the newest block of resent fields; each stands there once, in front of
/// all others of its name.
using ResentNames = std::set<std::string>;
[[nodiscard]] ResentNames newest_resent_names(const HeaderList& headers);

/// Whether a repair would change more than this newest block, and blind recipients. Older blocks
/// are part of what is resent.
[[nodiscard]] bool touches_original(const Finding& finding, const ResentNames& newest);

}  // namespace msa
