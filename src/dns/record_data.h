// The data of a DNS record (RFC 1035, 3.3 and 3.4; RFC 2782; RFC 3596) as a value.
#pragma once

#include "base/result.h"
#include "submission/dns.h"

#include <string_view>

namespace msa {

/// `data` as on the wire, names in it uncompressed. Errors: data that is no such record.
[[nodiscard]] Result<DnsRecord> record_from_wire(RecordType type, std::string_view data);
/// The same of an SRV record, as a zone file has it: "0 1 587 mail.example".
[[nodiscard]] Result<DnsRecord> service_from_wire(std::string_view data);

}  // namespace msa
