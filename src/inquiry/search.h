// Goes over the records of a trail and hands on what becomes of those that are asked for.
#pragma once

#include "base/guarded.h"
#include "inquiry/record_filter.h"
#include "trail/record.h"
#include "trail/record_files.h"
#include "trail/verdict.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// Readers that nobody uses right now: making one costs more than reading a block with it.
class ReaderPool {
public:
    [[nodiscard]] std::unique_ptr<RecordReader> take();
    void give_back(std::unique_ptr<RecordReader> reader);

private:
    Guarded<std::vector<std::unique_ptr<RecordReader>>> idle_;
};

/// Lines that are no records, or torn ones.
struct DamagedLines {
    static constexpr std::size_t most_named = 20;
    std::uint64_t count = 0;
    std::vector<TrailPlace> named{};    // the first ones; files as record_files() numbers them
    std::vector<TrailPlace> endless{};  // last lines of files, which somebody may be writing

    void add(std::size_t file, const TrailLine& line);
};

/// Which records are handed on. Those that are not may be damaged without anybody seeing it.
struct SearchScope {
    TimeSpan span;
    /// Of transactions: those that the filter wants.
    const RecordFilter* transactions = nullptr;
    std::function<bool(RecordKind)> control = [](RecordKind) { return false; };
    std::optional<TimeSpan> control_span{};  // of these; absent: `span`
};

/// Goes over a block for a thread. Calls `look(reader, line)` for what is in the scope.
class BlockSearch {
public:
    BlockSearch(const SearchScope& scope, RecordReader& reader) : scope_(scope), reader_(reader) {
        reader_.forget();
    }

    enum class Sight { none, wanted, damaged };
    [[nodiscard]] Sight see(std::string_view line);

private:
    [[nodiscard]] bool is_worth_reading(const RecordHead& head, std::string_view line) const;
    [[nodiscard]] bool is_wanted() const;

    const SearchScope& scope_;
    RecordReader& reader_;
    bool has_parts_ = false;  // of the transaction that follows
};

/// Goes over all records. `look(found, reader, line)` is called by several threads, each time with
/// what is found in a block, which is a new `Found` at first; `take(found)` then for all of them in
/// their order. Error: a file cannot be read.
template <class Found, class Look, class Take>
[[nodiscard]] Result<DamagedLines> search(
    const std::vector<TrailFile>& files,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress,
    const SearchScope& scope, const Look& look, const Take& take) {
    struct Made {
        Found found{};
        std::vector<TrailLine> damaged{};
    };
    ReaderPool readers;
    DamagedLines damaged;
    const auto work = [&](const LineBlock& block) {
        Made made;
        auto reader = readers.take();
        BlockSearch block_search(scope, *reader);
        for (const auto& line : block.lines) {
            const auto text = block.text(line);
            const auto sight = block_search.see(text);
            if (sight == BlockSearch::Sight::damaged) {
                made.damaged.push_back(line);
            } else if (sight == BlockSearch::Sight::wanted) {
                look(made.found, std::as_const(*reader), text);
            }
        }
        readers.give_back(std::move(reader));
        return made;
    };
    const auto use = [&](std::size_t file, const LineBlock&, Made made) {
        for (const auto& line : made.damaged) {
            damaged.add(file, line);
        }
        take(std::move(made.found));
    };
    const auto done = each_record_block(files, progress, work, use);
    return done ? Result<DamagedLines>(std::move(damaged)) : done.error();
}

}  // namespace msa
