// What waits in the MTA's queue because it is held, and what its own programs make of it.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct QueuedMessage {
    std::string id;
    std::chrono::system_clock::time_point since{};  // when it came; whole seconds
    std::uint64_t octets = 0;                       // as the MTA counts them
    std::string sender;                             // without brackets; empty: the null sender
    std::vector<std::string> recipients;
    std::string folder{};  // where Sendmail has it
};

struct QueueListing {
    std::vector<QueuedMessage> messages;
    std::uint64_t unread = 0;  // entries that say nothing that could be read
};

class HeldQueue {
public:
    HeldQueue() = default;
    HeldQueue(const HeldQueue&) = delete;
    HeldQueue& operator=(const HeldQueue&) = delete;
    virtual ~HeldQueue() = default;

    /// All that is held, by whomever. Errors: unavailable, no_permission.
    [[nodiscard]] virtual Result<QueueListing> list() const = 0;
    /// The header of a message as it will leave, each line with its LF.
    [[nodiscard]] virtual Result<std::string> header(const QueuedMessage& message) const = 0;
    /// Into normal delivery. False: it is not held any more, and nothing was done.
    [[nodiscard]] virtual Result<bool> release(const QueuedMessage& message) const = 0;
    /// For good. False as above.
    [[nodiscard]] virtual Result<bool> remove(const QueuedMessage& message) const = 0;
};

/// `folder` with main.cf; empty: Postfix's own.
[[nodiscard]] std::unique_ptr<const HeldQueue> postfix_queue(std::string folder);
/// `file`: sendmail.cf; empty: Sendmail's own.
[[nodiscard]] std::unique_ptr<const HeldQueue> sendmail_queue(std::string file);

/// Letters and digits, at most 64: no option of a program, no pattern, and no path.
[[nodiscard]] bool is_queue_id(std::string_view text);

}  // namespace msa
