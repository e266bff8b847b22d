// Lists of addresses that say nothing of whom they name, and that are read, counted and measured
// as the lists that they stand for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// As long as it was, folded and punctuated alike, with `x` for letters and `1` for digits, in
/// addresses, names and comments alike; the words of encoded-words that say how they are encoded,
/// and what names nobody, stay. `stays` is asked for each domain, in lower case, whether that
/// stays, too. Nothing where the parser (address.h), tidy_list() or sendmail_form() would not make
/// the same of it.
[[nodiscard]] std::optional<std::string> masked_list(
    std::string_view field_body, const std::function<bool(std::string_view domain)>& stays);

/// Whether masking would leave all of it: nobody can tell whose it is.
[[nodiscard]] bool is_masked(std::string_view text);

}  // namespace msa
