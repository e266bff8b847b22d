// What DNS says of a name, as plain values.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// When somebody stops waiting, by a clock that nobody sets.
using Deadline = std::chrono::steady_clock::time_point;

enum class RecordType { a, aaaa, mx, txt, ptr };

struct DnsRecord {
    /// a, aaaa: the address; mx, ptr: the name in lower case without the last dot, the root as ".";
    /// txt: whatever octets its strings hold, joined (RFC 7208, 3.3).
    std::string value;
    unsigned preference = 0;  // of an MX
};

/// Aliases (CNAME) have been followed. An answer is a fact: where nobody can tell, there is none.
struct DnsAnswer {
    enum class Kind { records, no_data, no_such_domain };
    Kind kind = Kind::no_data;
    std::vector<DnsRecord> records;  // not empty where kind says so
    std::chrono::seconds ttl{0};     // how long it may be believed, the absence of records too
};

[[nodiscard]] constexpr std::string_view to_text(RecordType type) {
    switch (type) {
        case RecordType::a: return "A";
        case RecordType::aaaa: return "AAAA";
        case RecordType::mx: return "MX";
        case RecordType::txt: return "TXT";
        case RecordType::ptr: return "PTR";
    }
    return "";
}

}  // namespace msa
