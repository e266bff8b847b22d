// Whether receivers can verify a held message once it is released.
#pragma once

#include "inquiry/held_records.h"
#include "submission/ports.h"

#include <string>
#include <vector>

namespace msa {

struct SignatureOutlook {
    enum class Kind {
        verifiable,  // it has our signature, and DNS publishes the key
        unknown,     // it has, and DNS does not answer
        unneeded,    // the rules named no key when it was held
        lost,        // nobody can verify it
    };
    Kind kind = Kind::lost;
    std::string why{};  // of `unknown` and `lost`
};

/// `octets`: b= of each DKIM-Signature in the queued header, without blanks; `resolver` may be
/// null. Keys are asked for until `deadline`.
[[nodiscard]] SignatureOutlook signature_outlook(const HeldRecord& held,
                                                 const std::vector<std::string>& octets,
                                                 const Resolver* resolver, Deadline deadline);

[[nodiscard]] const char* to_text(SignatureOutlook::Kind kind);

/// b= of each DKIM-Signature in a header, without blanks.
[[nodiscard]] std::vector<std::string> signature_octets(const std::string& header);

}  // namespace msa
