#include "dkim/key_in_dns.h"

#include "dkim/key_record.h"

namespace msa {

KeyInDns key_in_dns(const DnsAnswer& answer, const PrivateKey& key) {
    if (answer.kind != DnsAnswer::Kind::records) {
        return {.trouble = answer.kind == DnsAnswer::Kind::no_data
                               ? "the name has no TXT record"
                               : "the name does not exist in DNS"};
    }
    if (answer.records.size() > 1) {
        return {.trouble = std::to_string(answer.records.size()) +
                           " TXT records; which of them verifiers read is not defined"};
    }
    const auto& text = answer.records.front().value;
    const auto record = parse_key_record(text);
    return {
        .record = text,
        .trouble = record ? objection(*record, key) : "not a key record: " + record.error().what};
}

}  // namespace msa
