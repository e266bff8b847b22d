// A message as text, and what an MTA makes of it before it shows it to a milter.
#pragma once

#include "mail/header_list.h"
#include "submission/facts.h"

#include <string>
#include <string_view>

namespace msa {

/// A header section as a milter is given it, and the body behind it.
struct ShownMessage {
    HeaderList header;
    std::string_view body;  // of the text it was read from
};

/// Lines as SMTP has them: every LF and every CRLF becomes CRLF.
[[nodiscard]] std::string with_crlf(std::string text);

/// `message` has lines that end with CRLF. Its header section ends at an empty line or, as both
/// MTAs have it, at a line that is no field; that one is then the first of the body.
[[nodiscard]] ShownMessage shown_message(std::string_view message, MtaKind mta);

}  // namespace msa
