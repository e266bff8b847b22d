// How MTAs carry out a list of edits, as far as places and numbers matter.
#pragma once

#include "mail/header_list.h"
#include "submission/edit_plan.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace msa {

using PlainFields = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] PlainFields plain(const HeaderList& headers);

/// Postfix 3.7 takes a removed field out at once, so that those below it move up by one number.
[[nodiscard]] PlainFields as_postfix_edits(const HeaderList& received,
                                           const std::vector<Edit>& plan);

/// Sendmail 8.17 only marks a removed field: numbers stay what they were as received. It appends a
/// field in front of others of its name, and adds its own Date and the like beside a prepended one.
[[nodiscard]] PlainFields as_sendmail_edits(const HeaderList& received,
                                            const std::vector<Edit>& plan);

[[nodiscard]] PlainFields as_edited_by(MtaKind host, const HeaderList& received,
                                       const std::vector<Edit>& plan);

/// The values of each field name in their order: all that a signature depends on.
[[nodiscard]] std::map<std::string, std::vector<std::string>> by_name(const PlainFields& fields);

}  // namespace msa
