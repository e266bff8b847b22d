// What is in force by the rule files, as the trail is told of it: each thing by itself, when it
// begins, changes and ends.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct InForceThing {
    using Time = std::chrono::system_clock::time_point;

    std::string_view kind;         // of its record
    std::string id;                // by which it is the same one, among its kind
    std::string members;           // of its record, as JSON; others: it has changed
    std::optional<Time> begins{};  // absent: at once
    std::optional<Time> ends{};    // from then on it holds no more; absent: never

    [[nodiscard]] bool holds_at(Time now) const {
        return (!begins || *begins <= now) && (!ends || now < *ends);
    }
};

/// Lines, with their ends, of all that holds when a daemon starts.
[[nodiscard]] std::string in_force_lines(const std::vector<InForceThing>& things,
                                         InForceThing::Time now, std::string_view host);

struct InForceMoment {
    const std::vector<InForceThing>& things;
    InForceThing::Time time;
};

/// Lines of what began, changed or ended between two moments; empty: nothing.
[[nodiscard]] std::string in_force_lines(const InForceMoment& before, const InForceMoment& after,
                                         std::string_view host);

/// When the next of them begins or ends by itself.
[[nodiscard]] std::optional<InForceThing::Time> next_turn(const std::vector<InForceThing>& things,
                                                          InForceThing::Time now);

}  // namespace msa
