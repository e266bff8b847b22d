// What a DKIM-Signature field says of itself (RFC 6376, 3.5), as far as it takes to choose its key.
// libopendkim judges the field; this reader shares nothing with the one that signs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct SignatureTags {
    std::string domain;     // d=, lower case
    std::string selector;   // s=, lower case
    std::string algorithm;  // a=
    std::string octets;     // b=, base64 without white space
    /// h= names DKIM-Signature: libopendkim may then write behind the end of its memory.
    bool signs_signatures = false;

    /// Where its key is published: SELECTOR._domainkey.DOMAIN.
    [[nodiscard]] std::string key_name() const { return selector + "._domainkey." + domain; }
};

/// Of a whole field, `DKIM-Signature: ...`, folded or not; absent for every other field. A tag that
/// is missing is empty; of a tag that is there twice, the first counts.
[[nodiscard]] std::optional<SignatureTags> signature_tags(std::string_view field);

}  // namespace msa
