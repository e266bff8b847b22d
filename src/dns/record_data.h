// The data of a DNS record (RFC 1035, 3.3 and 3.4; RFC 3596) as a value.
#pragma once

#include "base/result.h"
#include "policy/dns.h"

#include <string_view>

namespace msa {

/// `data` as on the wire, names in it uncompressed. Errors: data that is no such record.
[[nodiscard]] Result<DnsRecord> record_from_wire(RecordType type, std::string_view data);

}  // namespace msa
