// How MTAs carry out a list of edits, as far as the order and the numbers in it matter.
#pragma once

#include "mail/header_list.h"
#include "policy/edit_plan.h"

#include <string>
#include <utility>
#include <vector>

namespace msa {

using PlainFields = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] PlainFields plain(const HeaderList& headers);

/// Postfix 3.7 takes a removed field out at once, so that those below it move up by one number.
[[nodiscard]] PlainFields as_postfix_edits(const HeaderList& received,
                                           const std::vector<Edit>& plan);

/// Sendmail 8.17 only marks a removed field: numbers stay what they were as received.
[[nodiscard]] PlainFields as_sendmail_edits(const HeaderList& received,
                                            const std::vector<Edit>& plan);

}  // namespace msa
