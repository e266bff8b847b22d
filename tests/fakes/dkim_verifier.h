// Verifies honest test messages with libopendkim, keys given instead of asked from DNS. Not for
// mail from outside: the library writes out of bounds on hostile signatures.
#pragma once

#include "mail/header_list.h"
#include "submission/ports.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// `selector._domainkey.domain` -> TXT record.
using KeyRecords = std::map<std::string, std::string>;

/// The message as sent: CRLF everywhere, the signatures in front, the last one topmost.
[[nodiscard]] std::string wire_message(const HeaderList& headers, std::string_view body,
                                       const std::vector<Signature>& signatures);

/// How many of the signatures pass; -1 if the message could not be processed at all.
[[nodiscard]] int passing_signatures(const std::string& message, const KeyRecords& records);

}  // namespace msa
