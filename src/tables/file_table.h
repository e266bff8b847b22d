// A table in the text form of Postfix's own look-up tables, as postmap(1) and texthash read it:
//
//   # comment
//   alice@example.com   alice, bob
//   @apps.example.com   relay1
//     relay2
//
// An entry is a key, white space, and values apart by white space or commas. A line that starts
// with white space goes on with the entry above it; empty lines and lines whose first character is
// `#` are skipped, also inside an entry. A key may hold white space inside double quotes. Lines may
// end with CRLF, and the file may start with a byte order mark.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "tables/flat_table.h"

#include <memory>
#include <string>
#include <string_view>

namespace msa {

/// Largest file that is read, in octets.
inline constexpr std::size_t max_table_file = std::size_t{1} << 30U;

/// Stricter than Postfix, which skips what it does not like: a key that is none, a key twice in any
/// spelling, an entry without value or that the settings do not allow, control characters and
/// ill-formed UTF-8 are errors. They name line and file, which is the path in the settings.
[[nodiscard]] Result<std::shared_ptr<const FlatTable>> parse_file_table(
    std::string_view text, const TableSettings& settings);

}  // namespace msa
