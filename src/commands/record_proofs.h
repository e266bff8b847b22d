// What libopendkim says of keys and the records that DNS has of them.
#pragma once

#include "base/guarded.h"
#include "commands/key_sight.h"
#include "submission/signing_settings.h"

#include <map>
#include <string>
#include <utility>

namespace msa {

/// Why libopendkim does not verify a probe that `half` signed with that record; empty: it does.
/// Error: the referee cannot be asked.
[[nodiscard]] Result<std::string> record_objection(const SigningKeySettings& key,
                                                   const PrivateKey& half,
                                                   const std::string& record);

class RecordProofs {
public:
    /// Where nothing is wrong with what was seen, a probe is signed with `half` and verified with
    /// the record; what libopendkim says against it becomes the trouble. A key and a record are
    /// proved once. Where the referee cannot be asked, what we saw ourselves stands.
    void prove(const SigningKeySettings& key, const PrivateKey& half, KeyInDns& seen);

private:
    using Pair = std::pair<std::string, std::string>;  // public half, record
    static constexpr std::size_t most_known = 1000;

    Guarded<std::map<Pair, std::string>> known_;  // objections
};

}  // namespace msa
