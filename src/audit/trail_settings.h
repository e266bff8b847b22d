// What a trail is to be.
#pragma once

#include "audit/minimisation.h"
#include "base/log.h"
#include "crypto/private_key.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace msa {

/// When the daemon goes on in another file by itself; by default never.
struct RotationSettings {
    bool is_daily = false;     // with the first record of a day, in UTC
    std::uint64_t octets = 0;  // with the first record that would make it longer; 0: never
};

struct TrailSettings {
    std::string file;
    std::string host;                             // this machine in records and in the tree's name
    std::shared_ptr<const PrivateKey> key{};      // Ed25519; null: checkpoints are not signed
    std::shared_ptr<const PrivateKey> old_key{};  // the one before, which signs that it is replaced
    RotationSettings rotation{};
    Minimisation minimisation{};
    std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
    std::function<std::chrono::steady_clock::time_point()> monotonic =
        std::chrono::steady_clock::now;
};

/// May be called by any thread.
using LogOutput = std::function<void(LogLevel, const LogLine&)>;

}  // namespace msa
