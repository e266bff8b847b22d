// The files of a trail, whatever they are called: those of records in the order in which they were
// written, and those of checkpoints.
#pragma once

#include "base/result.h"
#include "trail/record_head.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct TrailFile {
    enum class Content {
        records,
        checkpoints,
        nothing,
        unknown,
        damaged,  // it was compressed, and no line comes out any more
    };

    std::string path;
    Content content = Content::nothing;
    std::optional<RecordHead> first;  // the first record that is a leaf, or else the first one
    std::string host;                 // that it names

    /// What is neither is read as records: it is said of each line that it is none.
    [[nodiscard]] bool is_for_records() const {
        return content == Content::records || content == Content::unknown ||
               content == Content::damaged;
    }
    [[nodiscard]] bool has_leaves() const { return first && first->n.has_value(); }
};

/// Those of `paths`; a folder stands for all files in it that are of a trail, and what is there
/// under two names, as a link, is read once. Where no file has checkpoints, those beside them
/// (`STEM.checkpoints`, `STEM.checkpoint`) are taken, too. Errors: nothing is there, or it cannot
/// be read.
[[nodiscard]] Result<std::vector<TrailFile>> trail_files(const std::vector<std::string>& paths);

/// Of the last record that is a leaf; the whole file is read for it. Absent: there is none, or the
/// file is damaged.
[[nodiscard]] std::optional<std::uint64_t> last_number(const std::string& path);

/// The files for records, by host.
[[nodiscard]] std::map<std::string, std::vector<std::size_t>> by_host(
    const std::vector<TrailFile>& files);

/// Paths of what belongs to the trail that is written at `path`: rotated files, whatever was put
/// behind their names, and checkpoints.
[[nodiscard]] std::vector<std::string> paths_beside(const std::string& path);

/// By the first octets.
[[nodiscard]] Result<TrailFile> looked_at(const std::string& path);

}  // namespace msa
