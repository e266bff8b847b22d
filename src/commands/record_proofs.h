// What libopendkim says of keys and the records that DNS has of them.
#pragma once

#include "base/guarded.h"
#include "commands/key_sight.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

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
    /// proved once. Where the referee cannot be asked, what we saw ourselves stands; it is asked
    /// again after a minute.
    void prove(const SigningKeySettings& key, const PrivateKey& half, KeyInDns& seen);

private:
    using Steady = std::chrono::steady_clock::time_point;
    static constexpr std::size_t most_known =
        50000;  // keys of a large site, some hundred octets each

    [[nodiscard]] std::optional<std::string> asked(const SigningKeySettings& key,
                                                   const PrivateKey& half,
                                                   const std::string& record);

    Guarded<std::map<std::string, std::string>> known_;  // objections, by hash of half and record
    Guarded<Steady> again_;                              // the referee may be asked
};

}  // namespace msa
