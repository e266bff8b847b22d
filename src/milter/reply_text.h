// Reply texts as libmilter takes them.
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// Printable ASCII, others as `?`; each `%` doubled, since libmilter gives the text to the MTA as a
/// format (Sendmail throws a text with a single one away); cut to what smfi_setreply() takes.
[[nodiscard]] std::string milter_reply_text(std::string_view text);

}  // namespace msa
