// The values of an entry, as text.
#pragma once

#include "base/result.h"
#include "submission/ports.h"

#include <string_view>
#include <vector>

namespace msa {

/// The words of a text apart by blanks or commas, as smtpd_sender_login_maps has them.
[[nodiscard]] std::vector<std::string_view> values_in(std::string_view text);

/// An entry that was found, with the values of its rows or attribute values. Each text is one
/// value, empty ones none; with separators (any of the characters) it is a list of words without
/// blanks at their ends. Errors, which mean "cannot tell": control characters, ill-formed UTF-8,
/// more than 10,000 values.
[[nodiscard]] Result<LookupAnswer> found_entry(const std::vector<std::string_view>& texts,
                                               std::string_view separators);

/// The values_in() an entry that must have one: none is an error.
[[nodiscard]] Result<LookupAnswer> found_value(std::string_view text);

/// The text without one NUL at its end, which Postfix may write behind keys and values.
[[nodiscard]] std::string_view without_nul(std::string_view text);

/// Shows an entry as a file has it, unless nobody ever asks for such a key. Error: its value.
[[nodiscard]] Result<bool> show_entry(std::string_view key, std::string_view value,
                                      const Table::Visitor& visitor);

}  // namespace msa
