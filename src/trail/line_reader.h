// The lines of a file, by the block, in a memory that does not depend on the file.
#pragma once

#include "trail/octet_source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// No leaf is longer: an entry of tlog-tiles (https://c2sp.org/tlog-tiles) is not.
inline constexpr std::size_t max_line_octets = 65'535;

struct TrailLine {
    std::uint64_t number = 0;  // in its file, from 1
    std::size_t begin = 0;     // in its block
    std::size_t size = 0;      // without the end of the line; 0 where it is too long
    std::uint64_t octets = 0;  // its true length
    bool has_end = true;       // false only for the last one of a file

    [[nodiscard]] bool is_too_long() const { return octets > max_line_octets; }
};

struct LineBlock {
    std::string octets;
    std::vector<TrailLine> lines;

    [[nodiscard]] std::string_view text(const TrailLine& line) const {
        return std::string_view(octets).substr(line.begin, line.size);
    }
};

class LineReader {
public:
    explicit LineReader(std::unique_ptr<OctetSource> source) : source_(std::move(source)) {}

    /// The next lines, about half a megabyte of them; none: the end. Errors: as OctetSource; lines
    /// in front of the trouble were given before.
    [[nodiscard]] Result<LineBlock> next();

    [[nodiscard]] const OctetSource& source() const { return *source_; }

private:
    void take_lines(LineBlock& block);
    void take_long_line(LineBlock& block, std::string_view part, bool has_end);
    void take_last_line(LineBlock& block);

    std::unique_ptr<OctetSource> source_;
    std::string rest_;            // the beginning of a line whose end was not read yet
    std::uint64_t too_long_ = 0;  // how much of such a line was thrown away
    std::uint64_t number_ = 0;
    bool is_over_ = false;
    std::vector<Error> trouble_;  // at most one, for the next call
};

/// Of a file that open_octets() opens.
[[nodiscard]] Result<LineReader> read_lines(const std::string& path);

}  // namespace msa
