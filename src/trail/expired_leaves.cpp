// Leaves of deleted files, see expired_leaves.h.
#include "trail/expired_leaves.h"

#include "trail/each_block.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace msa {

namespace {

/// The oldest file is not the first one of a tree.
bool begins_late(const std::vector<TrailFile>& files, const std::vector<std::size_t>& own) {
    const TrailFile* oldest = nullptr;
    for (const auto i : own) {
        const auto& file = files[i];
        if (file.has_leaves() && (oldest == nullptr || file.first->time < oldest->first->time)) {
            oldest = &file;
        }
    }
    return oldest == nullptr || *oldest->first->n != 0;
}

std::vector<ExpiredLeaves> expired_in(const LineBlock& block) {
    std::vector<ExpiredLeaves> all;
    for (const auto& line : block.lines) {
        const auto head = record_head(block.text(line));
        if (head && head->kind == RecordKind::expiry) {
            auto leaves = expiry_record(block.text(line)).value_or(std::vector<ExpiredLeaves>());
            std::move(leaves.begin(), leaves.end(), std::back_inserter(all));
        }
    }
    return all;
}

}  // namespace

Result<ExpiredByOrigin> expired_leaves(const std::vector<TrailFile>& files) {
    ExpiredByOrigin expired;
    for (const auto& [host, own] : by_host(files)) {
        if (!begins_late(files, own)) {
            continue;
        }
        for (const auto file : own) {
            auto reader = read_lines(files[file].path);
            if (!reader) {
                return reader.error();
            }
            // What cannot be read to its end is said where the file is verified.
            (void)each_block(*reader, expired_in,
                             [&](const LineBlock&, std::vector<ExpiredLeaves> all) {
                                 for (auto& each : all) {
                                     expired[each.origin].push_back(std::move(each));
                                 }
                             });
        }
    }
    return expired;
}

}  // namespace msa
