// Proves the keys of one load of the rules, before any of them signs mail.
#pragma once

#include "base/result.h"
#include "crypto/key_file.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace msa {

/// Not for two threads at once.
class KeyProver {
public:
    /// A time that no load of keys should take.
    static constexpr std::chrono::seconds most_time{30};

    explicit KeyProver(KeyReader read, std::chrono::milliseconds patience = most_time);

    /// Why libopendkim does not verify what `key` signs, with the record that its own public half
    /// makes; empty: it does. A file is proved once, for all its domains.
    ///
    /// Errors: unavailable, the referee cannot be asked; then it is asked for no further key, nor
    /// after `patience` for all of them. Others: the key itself cannot be read, or cannot sign.
    [[nodiscard]] Result<std::string> objection(const SigningSettings& settings,
                                                const SigningKeySettings& key);

private:
    using Steady = std::chrono::steady_clock;

    KeyReader read_;
    std::chrono::milliseconds patience_;
    std::optional<Steady::time_point> begun_;
    std::map<std::string, std::string> objections_;  // by file
    std::optional<Error> trouble_;                   // why it is not asked any more
};

}  // namespace msa
