#include "commands/key_sight.h"

namespace msa {

Result<KeyInDns> published_key(const std::string& name, const PrivateKey& key,
                               const Resolver& resolver, Deadline deadline) {
    const auto answer = resolver.ask(name, RecordType::txt, deadline);
    return answer ? Result<KeyInDns>(key_in_dns(*answer, key)) : answer.error();
}

}  // namespace msa
