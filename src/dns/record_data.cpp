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

/// `data` must have two octets.
unsigned number(std::string_view data) {
    return static_cast<unsigned char>(data[0]) * 256U + static_cast<unsigned char>(data[1]);
}

Result<DnsRecord> exchange(std::string_view data) {
    return data.size() < 2 ? malformed_record(RecordType::mx)
                           : name(RecordType::mx, data.substr(2), number(data));
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

Result<DnsRecord> service_from_wire(std::string_view data) {
    constexpr std::size_t name_at = 6;
    const auto target = data.size() < name_at ? std::nullopt : name_from_wire(data.substr(name_at));
    if (!target) {
        return Error{"a malformed SRV record"};
    }
    std::string text;
    for (std::size_t at = 0; at < name_at; at += 2) {
        text += std::to_string(number(data.substr(at))) + ' ';
    }
    return DnsRecord{.value = text + *target};
}

}  // namespace msa
