// A map behind a server that speaks Sendmail's socketmap protocol, as Postfix does too
// (socketmap_table(5)): netstrings, `NAME KEY` one way, `OK VALUE` or another word the other.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <memory>
#include <string>
#include <string_view>

namespace msa {

/// The server is not asked yet. Errors: its address is none, or the name of the map holds blanks.
[[nodiscard]] Result<std::shared_ptr<const Table>> socketmap_table(const TableSettings& settings);

/// What a reply says. TEMP, TIMEOUT, PERM and what is no reply are errors: "cannot tell".
[[nodiscard]] Result<LookupAnswer> socketmap_answer(std::string_view reply);

}  // namespace msa
