// What the trail says of messages that wait in the MTA's queue because a rule held them.
#pragma once

#include "base/result.h"
#include "inquiry/search.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

struct HeldRecord {
    struct Rule {
        std::string id;
        std::string what;  // it found
    };
    struct Signature {
        std::string domain;
        std::string selector;
        std::string octets;  // the beginning of b=, as records have it
    };

    std::string file;  // of the trail
    std::string queue_id;
    std::string transaction;
    std::string time;  // when it was held, as the record has it
    std::chrono::system_clock::time_point at{};
    std::string login;  // empty: nobody was proved to be anybody
    std::string rules_file;
    std::vector<Rule> rules;  // that hold, in the order of judgement
    std::vector<Signature> signatures;
    std::string unsigned_reason;
    /// For people: what it says, as `audit query` names it.
    std::vector<std::pair<std::string, std::string>> told;
};

/// When each message came into the queue, by its ID there.
using QueuedSince = std::map<std::string, std::chrono::system_clock::time_point, std::less<>>;

/// By queue ID: the newest record of each that is not from before it came. Postfix may use an ID
/// again: older ones are of other messages. Error: a file cannot be read.
[[nodiscard]] Result<std::map<std::string, HeldRecord, std::less<>>> held_records(
    const std::vector<TrailFile>& files, const QueuedSince& queued,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
