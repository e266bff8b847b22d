// Where the writer of a trail goes on: the tree, and how far the file was written.
#pragma once

#include "audit/audit_file.h"
#include "audit/checkpoint.h"
#include "audit/merkle_tree.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct TrailState {
    std::string origin;  // empty: no tree was begun
    MerkleTree tree{};
    std::string key{};                   // the verifier key of its checkpoints; empty: none
    FilePlace place{};                   // behind the last leaf
    bool is_stopped = false;             // the last leaf is the record of an orderly end
    std::vector<std::string> origins{};  // that were ever used, so that none is twice

    [[nodiscard]] Checkpoint checkpoint() const { return msa::checkpoint(origin, tree); }

    [[nodiscard]] std::string text() const;
};

[[nodiscard]] Result<TrailState> parse_trail_state(std::string_view text);

}  // namespace msa
