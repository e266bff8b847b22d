// Files of records and their blocks, see record_files.h.
#include "trail/record_files.h"

#include <filesystem>
#include <limits>

namespace msa {

namespace {

/// How much is kept back for a transaction: a million recipients.
constexpr std::size_t most_kept = std::size_t{32} * 1024 * 1024;

std::int64_t beginning(const TrailFile& file) {
    return file.first ? file.first->time : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

Result<std::vector<TrailFile>> record_files(const std::vector<std::string>& paths) {
    auto files = trail_files(paths);
    if (!files) {
        return files.error();
    }
    std::erase_if(*files, [](const TrailFile& file) {
        return !file.is_for_records() && file.content != TrailFile::Content::nothing;
    });
    if (files->empty()) {
        return Error{"no file with records is among them", ErrorKind::bad_input};
    }
    std::stable_sort(files->begin(), files->end(), [](const TrailFile& a, const TrailFile& b) {
        return beginning(a) < beginning(b);
    });
    return files;
}

std::uint64_t octets_of(const std::vector<TrailFile>& files) {
    std::uint64_t octets = 0;
    for (const auto& file : files) {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(file.path, unknown);
        octets += unknown ? 0 : size;
    }
    return octets;
}

Result<LineBlock> RecordBlocks::next() {
    for (;;) {
        auto block = reader_.next();
        if (!block) {
            return block.error();
        }
        const bool is_end = block->lines.empty();
        leave_out_known(*block);
        take_over(*block);
        if (!is_end) {
            keep_back(*block);
        }
        if (is_end || !block->lines.empty()) {
            return block;
        }
    }
}

void RecordBlocks::take_over(LineBlock& block) {
    if (kept_.lines.empty()) {
        return;
    }
    const auto shift = kept_.octets.size();
    for (auto& line : block.lines) {
        line.begin += shift;
    }
    block.lines.insert(block.lines.begin(), kept_.lines.begin(), kept_.lines.end());
    block.octets.insert(0, kept_.octets);
    kept_ = {};
}

void RecordBlocks::keep_back(LineBlock& block) {
    std::size_t octets = 0;
    auto first = block.lines.end();
    while (first != block.lines.begin()) {
        const auto head = record_head(block.text(*std::prev(first)));
        if (!head || (head->kind != RecordKind::recipients && head->kind != RecordKind::facts)) {
            break;
        }
        octets += std::prev(first)->size;
        --first;
    }
    if (octets > most_kept) {
        return;
    }
    for (auto line = first; line != block.lines.end(); ++line) {
        auto kept = *line;
        kept.begin = kept_.octets.size();
        kept_.octets += block.text(*line);
        kept_.lines.push_back(kept);
    }
    block.lines.erase(first, block.lines.end());
}

void RecordBlocks::leave_out_known(LineBlock& block) {
    if (!block.lines.empty()) {
        const auto& last = block.lines.back();
        whole_lines_ = last.has_end ? last.number : last.number - 1;
    }
    if (known_ != 0) {
        std::erase_if(block.lines, [this](const TrailLine& line) { return line.number <= known_; });
    }
}

std::uint64_t& RecordCopies::known_of(const TrailFile& file) {
    none_ = 0;
    return file.has_leaves() ? known_[{file.host, *file.first->n, file.first->time}] : none_;
}

}  // namespace msa
