// Where a trail goes on after whatever ended its last writer: from its state, and what follows that
// in the files.
#pragma once

#include "audit/audit_file.h"
#include "audit/trail_paths.h"
#include "audit/trail_state.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace msa {

struct RecoveredTrail {
    TrailState state{};              // no origin: a tree has to begin
    std::uint64_t read_again = 0;    // leaves that no state told of
    std::string previous{};          // the note of the last checkpoint; empty: there was none
    std::string reason{};            // why the tree of that checkpoint cannot go on
    std::string notice{};            // what else was found; empty: nothing
    std::optional<off_t> torn_at{};  // a leaf without an end begins there in the open file
};

/// `file` is the open one. Only what follows the last checkpoint is read, unless the state is lost
/// or does not fit the checkpoint: then all files of the trail in its folder that are not
/// compressed.
[[nodiscard]] Result<RecoveredTrail> recover_trail(const TrailPaths& paths, const AuditFile& file);

}  // namespace msa
