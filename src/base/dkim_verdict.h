// What a verifier says of a signature, in the words that msa-milter-verify and who asks it share.
#pragma once

#include <optional>
#include <string_view>

namespace msa {

enum class DkimVerdict {
    pass,
    body_altered,    // the hash of the body is another
    header_altered,  // the body is as it was signed, and the signature does not fit the header
    no_key,          // no key was given, so that nothing was verified
    key_refused,     // the key record is none that this signature can be verified with
    malformed,       // the signature itself
    expired,
    not_asked,  // there is a key, and others were asked for
    not_tried,  // too many, or unsafe to show to libopendkim
};

[[nodiscard]] const char* to_text(DkimVerdict verdict);
/// Absent: no word of these.
[[nodiscard]] std::optional<DkimVerdict> dkim_verdict(std::string_view word);

}  // namespace msa
