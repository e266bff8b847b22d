// The referee: msa-milter-verify, a process of its own in which libopendkim, which has no part in
// signing, verifies signatures (RFC 6376, 6.1). What it is shown cannot harm this process.
#pragma once

#include "base/dkim_verdict.h"
#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct PublishedKey {
    std::string name;    // SELECTOR._domainkey.DOMAIN
    std::string record;  // the TXT record, its strings joined
};

struct JudgedSignature {
    std::string domain;     // d=
    std::string selector;   // s=
    std::string algorithm;  // a=
    std::string octets;     // b=, without white space
    std::string key_name;   // SELECTOR._domainkey.DOMAIN
    DkimVerdict verdict = DkimVerdict::not_tried;
    std::string why;  // in libopendkim's words

    [[nodiscard]] bool passes() const { return verdict == DkimVerdict::pass; }
};

struct RefereeAnswer {
    std::vector<JudgedSignature> signatures;  // from the top of the message
    std::size_t untold = 0;                   // further ones for which there is no key
};

/// What the referee is asked of a message.
struct RefereeQuestion {
    std::vector<PublishedKey> keys;
    std::vector<std::string> only{};  // b= of the signatures to verify; none: each with a key
    std::chrono::milliseconds patience = std::chrono::seconds(60);
};

/// `message` as on the wire, or as a file of a mail program. At most 16 signatures are verified.
///
/// Errors: bad_input, no message; unavailable, the program is not installed, was stopped, or did
/// not answer as it should, or not in time.
[[nodiscard]] Result<RefereeAnswer> ask_referee(std::string_view message,
                                                const RefereeQuestion& question);

/// Shows it a message without signatures. Error: it cannot be asked.
[[nodiscard]] Result<void> try_referee();

}  // namespace msa
