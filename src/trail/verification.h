// Verifies a trail: its files against each other and against checkpoints, offline.
#pragma once

#include "base/result.h"
#include "trail/trail_files.h"
#include "trail/tree_check.h"

#include <functional>
#include <string>
#include <vector>

namespace msa {

/// How far reading is, in octets of files.
using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

struct VerificationRequest {
    std::vector<std::string> paths;    // files and folders
    std::vector<std::string> anchors;  // files of checkpoints that were kept elsewhere
    std::vector<VerifierKey> keys;     // that the auditor kept
    bool every_signature = false;
    TreeWatcher* watcher = nullptr;
    Progress progress = [](std::uint64_t, std::uint64_t) {};
};

struct VerificationReport {
    std::vector<std::string> files;  // that places refer to by number
    Observations observations;
    std::vector<TreeReport> trees;
    std::uint64_t records = 0;
    std::uint64_t older_records = 0;  // from before the tree: nothing can prove them
    std::uint64_t checkpoints = 0;
    std::uint64_t signatures = 0;  // looked at
    bool has_key = false;          // to look at signatures with
    bool is_trusted = false;       // and it is one of the auditor's

    [[nodiscard]] bool has_integrity() const;
    [[nodiscard]] bool is_complete() const;
    [[nodiscard]] std::string where(TrailPlace place) const;
};

/// Errors: no file, one that cannot be read, or an anchor that is none.
[[nodiscard]] Result<VerificationReport> verify_trail(const VerificationRequest& request);

}  // namespace msa
