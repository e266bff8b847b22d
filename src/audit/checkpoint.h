// Checkpoints (https://c2sp.org/tlog-checkpoint): what a signed note says of a tree, its name, its
// size and its root.
#pragma once

#include "audit/merkle_tree.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace msa {

struct Checkpoint {
    std::string origin;  // HOST/msa-milter/YEAR
    std::uint64_t size = 0;
    Digest root{};

    /// The text of its note.
    [[nodiscard]] std::string text() const;

    bool operator==(const Checkpoint&) const = default;
};

[[nodiscard]] Checkpoint checkpoint(std::string origin, const MerkleTree& tree);

/// Further lines (extensions) are passed over.
[[nodiscard]] Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace msa
