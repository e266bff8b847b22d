// Lines of other programs' files, with their places.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A word or line, and `FILE:LINE` where it stands.
struct PlacedText {
    std::string text;
    std::string place;
};

/// A text file. Errors, bad_config where not the system says so: over 16 MB, a NUL, no UTF-8 (with
/// its line).
[[nodiscard]] Result<std::string> import_file(const std::string& path);

/// Without comments, which begin with #, without blanks at either end, and without empty lines.
[[nodiscard]] std::vector<PlacedText> plain_lines(const std::string& path, std::string_view text);

/// The words between blanks and commas.
[[nodiscard]] std::vector<std::string> words_in(std::string_view text);

/// `PLACE: what`.
[[nodiscard]] Error import_error(std::string_view place, std::string_view what);

}  // namespace msa
