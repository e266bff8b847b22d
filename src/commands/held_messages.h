// Held messages as the MTA's queue and the trail tell of them together.
#pragma once

#include "base/result.h"
#include "commands/audit_options.h"
#include "inquiry/held_records.h"
#include "queue/held_queue.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {

class Command;

/// Whose queue, and which trail.
struct HeldOptions {
    std::string mta;  // postfix or sendmail; empty: the one that is there
    bool is_postfix_named = false;
    std::string postfix_folder;
    std::string sendmail_file;
    TrailOptions trail;
    std::optional<std::string> control;  // instead of the settings'
    bool is_json = false;
};

/// --mta, --postfix, --sendmail, --trail, --config, --control and --json. The options must outlive
/// the command.
void add_held_options(Command& command, HeldOptions& options);

struct HeldMessage {
    QueuedMessage queued;
    HeldRecord record;
};

struct HeldMessages {
    std::vector<HeldMessage> ours;
    std::uint64_t others = 0;  // that somebody else holds
    std::uint64_t unread = 0;  // entries of the queue that cannot be read
};

/// Errors: bad_input where the options contradict each other, unavailable where no MTA is there.
[[nodiscard]] Result<std::unique_ptr<const HeldQueue>> held_queue(const HeldOptions& options);

[[nodiscard]] Result<HeldMessages> held_messages(const HeldQueue& queue,
                                                 const HeldOptions& options);

/// The one with this ID. Errors: bad_input where it is not held, or not by us.
[[nodiscard]] Result<HeldMessage> held_message(const std::string& id, const HeldQueue& queue,
                                               const HeldOptions& options);

/// `held release` and `held delete`.
void add_held_acts(Command& held, int& status);

}  // namespace msa
