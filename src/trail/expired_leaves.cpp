// Leaves of deleted files, see expired_leaves.h.
#include "trail/expired_leaves.h"

#include "trail/each_block.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace msa {

namespace {

bool begins_late(const std::vector<TrailFile>& files, const std::vector<std::size_t>& own) {
    return std::none_of(own.begin(), own.end(), [&files](std::size_t i) {
        return files[i].has_leaves() && *files[i].first->n == 0;
    });
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
            const auto read = each_block(*reader, expired_in,
                                         [&](const LineBlock&, std::vector<ExpiredLeaves> all) {
                                             for (auto& each : all) {
                                                 expired[each.origin].push_back(std::move(each));
                                             }
                                         });
            if (!read) {
                return read.error();
            }
        }
    }
    return expired;
}

}  // namespace msa
