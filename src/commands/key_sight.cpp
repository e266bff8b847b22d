#include "commands/key_sight.h"

#include "dkim/key_record.h"

namespace msa {

Result<KeyInDns> published_key(const std::string& name, const PrivateKey& key,
                               const Resolver& resolver, Deadline deadline) {
    const auto answer = resolver.ask(name, RecordType::txt, deadline);
    if (!answer) {
        return answer.error();
    }
    if (answer->kind != DnsAnswer::Kind::records) {
        return KeyInDns{.trouble = answer->kind == DnsAnswer::Kind::no_data
                                       ? "the name has no TXT record"
                                       : "the name does not exist in DNS"};
    }
    if (answer->records.size() > 1) {
        return KeyInDns{.trouble = std::to_string(answer->records.size()) +
                                   " TXT records; which of them verifiers read is not defined"};
    }
    const auto& text = answer->records.front().value;
    const auto record = parse_key_record(text);
    return KeyInDns{
        .record = text,
        .trouble = record ? objection(*record, key) : "not a key record: " + record.error().what};
}

}  // namespace msa
