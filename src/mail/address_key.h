// The one spelling by which addresses are compared and looked up.
#pragma once

#include "base/result.h"
#include "mail/address.h"

#include <string>
#include <string_view>

namespace msa {

/// `local@domain`: local part unquoted, NFC (RFC 6532, 3.1), A-Z folded and nothing else; domain as
/// lower-case A-labels; a literal folded. Equal keys are one mailbox for policy. Because the local
/// part is unquoted, the last `@` is the separator. Errors: no valid domain, ill-formed UTF-8.
[[nodiscard]] Result<std::string> address_key(const AddrSpec& address);

/// The key without subaddress, if the local part holds `separator` behind its first octet:
/// `alice+news@example.com` gives `alice@example.com`; otherwise the key itself. An empty separator
/// changes nothing. A local part that needs quotes has no subaddress: behind the separator could
/// stand any text, and what a careless reader takes for an address.
[[nodiscard]] std::string without_subaddress(std::string_view key, std::string_view separator);

/// What follows the last `@` of a key.
[[nodiscard]] std::string_view domain_of(std::string_view key);

}  // namespace msa
