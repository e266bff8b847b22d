// Lists of recipients in forms that no grammar allows and that every reader takes alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The list as RFC 5322 (3.4) writes it: without empty members, with commas for semicolons between
/// addresses, a display name that holds `@`, `[` or the like in quotes, and
/// `undisclosed-recipients:;` for `<Undisclosed-Recipient:;>` and its kin. Nothing where it
/// conforms already, or where any part could be read in two ways: a comma in a name, a group
/// beside addresses. What it returns is a list, and tidy.
[[nodiscard]] std::optional<std::string> tidy_list(std::string_view field_body);

}  // namespace msa
