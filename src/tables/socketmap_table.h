// A map behind a server that speaks Sendmail's socketmap protocol, as Postfix does too
// (socketmap_table(5)): netstrings, `NAME KEY` one way, `OK VALUE` or another word the other.
#pragma once

#include "base/result.h"
#include "submission/ports.h"

#include <string_view>

namespace msa {

/// What a reply says. TEMP, TIMEOUT, PERM and what is no reply are errors: "cannot tell".
[[nodiscard]] Result<LookupAnswer> socketmap_answer(std::string_view reply);

}  // namespace msa
