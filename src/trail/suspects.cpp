// Suspicious lines, see suspects.h.
#include "trail/suspects.h"

#include "trail/control_record.h"
#include "trail/each_block.h"

#include <limits>

namespace msa {

namespace {

constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();
/// Records of one moment may stand in either order.
constexpr std::int64_t jitter = 1'000'000;  // in microseconds

struct Seen {
    std::optional<RecordHead> head;
    bool is_json = false;
};

/// Lines `first` to `last` of a file.
class Look {
public:
    Look(std::size_t file, std::uint64_t first, std::uint64_t last, Observations& observations)
        : file_(file), first_(first), last_(last), observations_(observations) {}

    void at(const LineBlock& block, const std::vector<Seen>& lines) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto number = block.lines[i].number;
            if (number >= first_ && number <= last_ && lines[i].head) {
                judge(number, lines[i]);
            }
        }
    }

private:
    void judge(std::uint64_t number, const Seen& line) {
        if (!line.is_json) {
            observations_.add(Verdict::changed, {file_, number}, "this record is no longer JSON");
        }
        const auto time = line.head->time;
        const bool jumps = latest_ != 0 && latest_ - time > jitter;
        if (jumps && line.head->kind != RecordKind::clock && !has_clock_) {
            observations_.add(Verdict::changed, {file_, number},
                              "this record is older than the one before it");
        }
        has_clock_ = line.head->kind == RecordKind::clock;
        latest_ = time;
    }

    std::size_t file_;
    std::uint64_t first_;
    std::uint64_t last_;
    Observations& observations_;
    std::int64_t latest_ = 0;
    bool has_clock_ = false;
};

void look_at(const std::string& path, Look look) {
    auto reader = read_lines(path);
    if (!reader) {
        return;
    }
    const auto work = [](const LineBlock& block) {
        std::vector<Seen> lines;
        for (const auto& line : block.lines) {
            auto text = block.text(line);
            text = text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
            auto head = record_head(text);
            const bool is_good = head && is_json(text);
            lines.push_back({head, is_good});
        }
        return lines;
    };
    (void)each_block(*reader, work,
                     [&look](const LineBlock& block, const std::vector<Seen>& lines) {
                         look.at(block, lines);
                     });  // what could not be read was said before
}

}  // namespace

void name_suspects(const std::vector<std::string>& paths, const DoubtfulRange& range,
                   Observations& observations) {
    const auto first = range.begin.file;
    const auto last = range.end.file;
    look_at(paths.at(first),
            Look(first, range.begin.line, first == last ? range.end.line : no_end, observations));
    if (first != last) {
        look_at(paths.at(last), Look(last, 1, range.end.line, observations));
    }
}

}  // namespace msa
