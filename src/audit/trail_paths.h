// The audit trail's file and what stands beside it.
#pragma once

#include <string>

namespace msa {

struct TrailPaths {
    std::string file;         // the lines
    std::string checkpoint;   // the latest
    std::string checkpoints;  // all of them
    std::string state;        // where the writer goes on
    std::string lock;         // whoever writes holds it
    std::string rules;        // a folder: the texts of rule files, by their hashes
    std::string pseudonyms;   // a folder: a key a month, for the pseudonyms of addresses

    /// Beside `audit.jsonl` stand `audit.checkpoint` and so on; another extension stays in front.
    [[nodiscard]] static TrailPaths of(const std::string& file);
};

}  // namespace msa
