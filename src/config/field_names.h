// Names of header fields: which are always signed, and which there are.
#pragma once

#include <string>
#include <vector>

namespace msa {

/// Signed where they occur, and named once more, so that none can be added: the core of a message
/// (RFC 6376, 5.4 and 5.4.1) and what says how to read its body.
[[nodiscard]] const std::vector<std::string>& core_oversigned_fields();
/// The others of RFC 6376, 5.4.1, of which no message need have one.
[[nodiscard]] const std::vector<std::string>& core_signed_fields();
/// Those of the IANA registry for mail and MIME, by their usual spelling.
[[nodiscard]] const std::vector<std::string>& registered_fields();

}  // namespace msa
