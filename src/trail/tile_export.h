// The trees of a trail as static transparency logs, each up to its last checkpoint that holds.
#pragma once

#include "base/result.h"
#include "trail/verification.h"

#include <cstdint>
#include <string>
#include <vector>

namespace msa {

struct ExportedTree {
    std::string origin;
    std::string folder;
    std::uint64_t size = 0;
    std::uint64_t left_out = 0;  // records behind the last checkpoint that holds
    bool is_signed = false;
};

struct TileExport {
    std::vector<ExportedTree> trees;
    bool is_trail_whole = false;  // no finding about integrity, and nothing is missing
};

/// Below FOLDER/ORIGIN, which must not be there yet. `origin`: of the one tree that is wanted;
/// empty: all. Reads the trail twice. Errors: as verify_trail(); records are missing or were
/// deleted; no checkpoint holds; something cannot be written.
[[nodiscard]] Result<TileExport> export_tiles(VerificationRequest request,
                                              const std::string& origin, const std::string& folder);

}  // namespace msa
