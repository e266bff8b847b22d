// Address lists as Sendmail 8.17 writes them. It parses every address field once more behind its
// milters and writes it anew, so that a signature only survives over what it would write itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct SendmailForm {
    /// The same list: white space behind each comma and none in front; words of a display name with
    /// a period or an apostrophe quoted, in encoded-words those two encoded; no fold but behind a
    /// comma.
    std::string value;
    /// Octets of the longest member of the list as in `value`, from its first that is no white
    /// space to its comma. Sendmail cuts what is longer than 256, be it in the middle of an
    /// address.
    std::size_t longest_member = 0;
};

/// Nothing where the field holds no list that address.h can read.
[[nodiscard]] std::optional<SendmailForm> sendmail_form(std::string_view field_body);

}  // namespace msa
