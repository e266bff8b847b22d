// A record as DNS should have it, in the forms in which people and programs put it there.
#pragma once

#include <string>
#include <vector>

namespace msa {

struct WantedRecord {
    std::string name;          // without a last dot
    std::string type;          // A AAAA MX PTR SRV TXT
    std::string data;          // of TXT the text; of others as in a zone file
    std::string note{};        // for people: what to know before it is published
    bool is_optional = false;  // of use only with what the note says: forms have it as a comment
};
using WantedRecords = std::vector<WantedRecord>;

/// A line of a zone file, without its end.
[[nodiscard]] std::string zone_text(const WantedRecord& record);

/// Lines of a zone file; notes are comments in front of them.
[[nodiscard]] std::string zone_text(const WantedRecords& records);

/// Commands for nsupdate (RFC 2136). A record replaces what stands under its name and type, unless
/// others may stand there too: a TXT record of a domain itself is only added.
[[nodiscard]] std::string nsupdate_text(const WantedRecords& records);

/// An array of JSON, a line for each record: action ("publish", or "optional"), name, type,
/// record, strings of a TXT, ttl, note.
[[nodiscard]] std::string json_text(const WantedRecords& records);

}  // namespace msa
