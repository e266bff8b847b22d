// Leaves of deleted files, see expired_leaves.h.
#include "trail/expired_leaves.h"

#include "trail/each_block.h"

#include <iterator>
#include <utility>

namespace msa {

namespace {

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

const std::vector<ExpiredLeaves>& ExpiredRecords::of(const std::string& origin) {
    if (!by_origin_) {
        by_origin_.emplace();
        read();
    }
    return (*by_origin_)[origin];
}

void ExpiredRecords::read() {
    for (const auto& file : files_) {
        auto reader = file.is_for_records() ? read_lines(file.path) : Error{};
        if (!reader) {
            continue;
        }
        const auto use = [this](const LineBlock&, std::vector<ExpiredLeaves> all) {
            for (auto& each : all) {
                (*by_origin_)[each.origin].push_back(std::move(each));
            }
        };
        (void)each_block(*reader, expired_in, use).has_value();
    }
}

}  // namespace msa
