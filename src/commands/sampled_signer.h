// A signer that gives copies of some of what it signs to somebody who verifies them later.
#pragma once

#include "mail/header_list.h"
#include "submission/ports.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace msa {

/// `SELECTOR._domainkey.DOMAIN` -> what the key itself makes; shared by all domains of a key.
using RecordsOfKeys = std::map<std::string, std::shared_ptr<const std::string>>;

/// As it leaves.
struct SampledMessage {
    HeaderList headers;  // without the signatures
    std::string body;    // lines ended by CRLF
    std::vector<Signature> signatures;
    std::shared_ptr<const RecordsOfKeys> records;  // of the keys that have signed it
};

/// Who takes samples. Used by many threads at once; never waits.
class SampleTaker {
public:
    static constexpr std::size_t most_octets = 4UL * 1024 * 1024;  // of a body

    virtual ~SampleTaker() = default;
    virtual void offer(SampledMessage message) noexcept = 0;
    /// One that was to be taken, and has a body of more than most_octets.
    virtual void skip() noexcept = 0;
};

/// Signs as `signer` does. Every message whose number is a multiple of `every`, above 0, is offered
/// when it is signed. `taker` must outlive it. `records`: of all its keys.
[[nodiscard]] std::unique_ptr<const Signer> sampled(std::unique_ptr<const Signer> signer,
                                                    std::uint64_t every, SampleTaker& taker,
                                                    std::shared_ptr<const RecordsOfKeys> records);

}  // namespace msa
