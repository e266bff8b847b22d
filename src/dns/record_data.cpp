#include "dns/record_data.h"

#include "base/ip_address.h"
#include "dns/name.h"

namespace msa {
namespace {

Error malformed_record(RecordType type) {
    return {"a malformed " + std::string(to_text(type)) + " record"};
}

Result<DnsRecord> address(RecordType type, std::string_view data) {
    const auto address = IpAddress::from_octets(data);
    if (!address || address->is_ipv4() != (type == RecordType::a)) {
        return malformed_record(type);
    }
    return DnsRecord{.value = address->text()};
}

Result<DnsRecord> name(RecordType type, std::string_view data, unsigned preference) {
    auto text = name_from_wire(data);
    if (!text) {
        return malformed_record(type);
    }
    return DnsRecord{.value = *std::move(text), .preference = preference};
}

Result<DnsRecord> exchange(std::string_view data) {
    if (data.size() < 2) {
        return malformed_record(RecordType::mx);
    }
    const unsigned preference =
        static_cast<unsigned char>(data[0]) * 256U + static_cast<unsigned char>(data[1]);
    return name(RecordType::mx, data.substr(2), preference);
}

Result<DnsRecord> strings(std::string_view data) {
    DnsRecord record;
    while (!data.empty()) {
        const std::size_t size = static_cast<unsigned char>(data.front());
        data.remove_prefix(1);
        if (size > data.size()) {
            return malformed_record(RecordType::txt);
        }
        record.value += data.substr(0, size);
        data.remove_prefix(size);
    }
    return record;
}

}  // namespace

Result<DnsRecord> record_from_wire(RecordType type, std::string_view data) {
    switch (type) {
        case RecordType::a:
        case RecordType::aaaa: return address(type, data);
        case RecordType::mx: return exchange(data);
        case RecordType::txt: return strings(data);
        case RecordType::ptr: return name(type, data, 0);
    }
    return malformed_record(type);
}

}  // namespace msa
