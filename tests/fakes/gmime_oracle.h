// A second opinion on address fields: GMime in strict mode. Where our parser accepts what GMime
// warns about or reads otherwise, two readers of one message would see different authors.
#pragma once

#include "mail/address.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct GmimeReading {
    std::vector<AddrSpec> mailboxes;  // members of groups in their place
    std::size_t warnings = 0;         // but for those on encoded-words in display names
};

/// `field_body` without NUL, at which GMime would stop.
[[nodiscard]] GmimeReading gmime_reading(std::string_view field_body);

/// The mailboxes of a field as our parser returns it, members of groups in their place.
[[nodiscard]] std::vector<AddrSpec> mailboxes_of(const std::vector<Address>& addresses);

/// What differs between what we read in a field that we accept and what GMime reads in it; empty if
/// nothing does. Domains are compared as A-labels: GMime turns these into U-labels.
[[nodiscard]] std::string disagreement(std::string_view field_body,
                                       const std::vector<AddrSpec>& accepted);

/// An unstructured field body as GMime shows it, encoded-words decoded.
[[nodiscard]] std::string gmime_text(const std::string& field_body);

/// Quoted-printable decoded by GMime.
[[nodiscard]] std::string gmime_unquoted(const std::string& encoded);

}  // namespace msa
