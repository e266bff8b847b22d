// The boundary of a multipart as its parameters name it, RFC 2231's forms among them. Internal to
// mail/: callers want content_type.h.
#pragma once

#include "mail/content_type.h"

namespace msa {

/// Puts one plain `boundary` in the place of all that name it: `boundary`, `boundary*`,
/// `boundary*0`, `boundary*0*` and so on (RFC 2231, 3 and 4). Errors: there is none, they differ,
/// a part is missing, an octet is not ASCII, it is empty, over 70 characters, not printable, holds
/// a quote or backslash, or ends in a blank.
[[nodiscard]] Result<void> settle_boundary(ContentType& type);

}  // namespace msa
