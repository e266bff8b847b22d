// The records of a trail's files from the oldest to the newest, by the block, for several threads.
#pragma once

#include "trail/each_block.h"
#include "trail/trail_files.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace msa {

/// Those for records among trail_files(), in the order in which they begin. Error: there is none.
[[nodiscard]] Result<std::vector<TrailFile>> record_files(const std::vector<std::string>& paths);

/// How long all files are, as far as the system tells.
[[nodiscard]] std::uint64_t octets_of(const std::vector<TrailFile>& files);

/// The blocks of a file, of which each can be read for itself: lines of facts and of recipients
/// stand in the same block as the transaction behind them.
class RecordBlocks {
public:
    /// So many lines at the beginning are left out: they were read elsewhere.
    RecordBlocks(LineReader& reader, std::uint64_t known) : reader_(reader), known_(known) {}

    [[nodiscard]] Result<LineBlock> next();
    /// How many lines there were that have an end.
    [[nodiscard]] std::uint64_t whole_lines() const { return whole_lines_; }

private:
    void leave_out_known(LineBlock& block);
    void take_over(LineBlock& block);
    void keep_back(LineBlock& block);

    LineReader& reader_;
    std::uint64_t known_;
    std::uint64_t whole_lines_ = 0;
    LineBlock kept_;
};

/// Files that begin with the same leaf are copies of one another, of which one may have been made
/// earlier: their records count once.
class RecordCopies {
public:
    /// How many lines of the file were read from another one.
    [[nodiscard]] std::uint64_t& known_of(const TrailFile& file);

private:
    using Beginning = std::tuple<std::string, std::uint64_t, std::int64_t>;
    std::map<Beginning, std::uint64_t> known_;
    std::uint64_t none_ = 0;
};

/// `work(block)` for each block of the files as each_block() calls it, then `use(file, block, what
/// came of it)` in the order of the records. Error: a file cannot be read.
template <class Work, class Use>
[[nodiscard]] Result<void> each_record_block(
    const std::vector<TrailFile>& files,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress, const Work& work,
    const Use& use) {
    RecordCopies copies;
    const auto all = octets_of(files);
    std::uint64_t done = 0;
    for (std::size_t file = 0; file < files.size(); ++file) {
        auto reader = read_lines(files[file].path);
        if (!reader) {
            return reader.error();
        }
        auto& known = copies.known_of(files[file]);
        RecordBlocks blocks(*reader, known);
        const auto read = each_block(blocks, work, [&](const LineBlock& block, auto outcome) {
            use(file, block, std::move(outcome));
            progress(done + reader->source().place(), all);
        });
        if (!read) {
            return read.error();
        }
        known = std::max(known, blocks.whole_lines());
        done += reader->source().length();
    }
    return {};
}

}  // namespace msa
