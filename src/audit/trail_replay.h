// Goes on with a tree over lines that were written already, and compares it with a checkpoint on
// the way.
#pragma once

#include "audit/checkpoint.h"
#include "audit/trail_state.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace msa {

class TrailReplay {
public:
    /// `wanted`: the checkpoint whose tree this must be or become.
    TrailReplay(TrailState from, std::optional<Checkpoint> wanted);

    /// The next line. What is no leaf, and leaves that are known, are passed over.
    void take(std::string_view line);

    [[nodiscard]] bool is_as_wanted() const { return is_as_wanted_; }
    /// A leaf came whose predecessor is missing.
    [[nodiscard]] bool has_gap() const { return has_gap_; }
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    [[nodiscard]] const TrailState& state() const { return state_; }

private:
    [[nodiscard]] bool begins_tree(std::string_view line);
    void compare();

    TrailState state_;
    std::optional<Checkpoint> wanted_;
    std::uint64_t taken_ = 0;
    bool is_as_wanted_ = false;
    bool has_gap_ = false;
};

}  // namespace msa
