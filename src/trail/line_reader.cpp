// Lines by the block, see line_reader.h.
#include "trail/line_reader.h"

namespace msa {

namespace {

constexpr std::size_t read_octets = std::size_t{512} * 1024;

}  // namespace

Result<LineBlock> LineReader::next() {
    if (!trouble_.empty()) {
        is_over_ = true;
        const Error error = trouble_.back();
        trouble_.clear();
        return error;
    }
    LineBlock block;
    while (block.lines.empty() && !is_over_) {
        block.octets = std::move(rest_);
        rest_.clear();
        const auto kept = block.octets.size();
        block.octets.resize(kept + read_octets);
        const auto got = source_->read(block.octets.data() + kept, read_octets);
        block.octets.resize(kept + (got ? *got : 0));
        if (!got) {
            trouble_.push_back(got.error());
            take_last_line(block);
            if (!block.lines.empty()) {
                return block;
            }
            return next();
        }
        if (*got == 0) {
            is_over_ = true;
            take_last_line(block);
        } else {
            take_lines(block);
        }
    }
    return block;
}

void LineReader::take_lines(LineBlock& block) {
    const std::string_view octets = block.octets;
    std::size_t at = 0;
    for (auto end = octets.find('\n'); end != std::string_view::npos; end = octets.find('\n', at)) {
        if (too_long_ != 0 || end - at > max_line_octets) {
            take_long_line(block, octets.substr(at, end - at), true);
        } else {
            block.lines.push_back({++number_, at, end - at, end - at, true});
        }
        at = end + 1;
    }
    const auto rest = octets.substr(at);
    if (too_long_ != 0 || rest.size() > max_line_octets) {
        too_long_ += rest.size();
    } else {
        rest_ = rest;
    }
}

void LineReader::take_long_line(LineBlock& block, std::string_view part, bool has_end) {
    block.lines.push_back({++number_, 0, 0, too_long_ + part.size(), has_end});
    too_long_ = 0;
}

void LineReader::take_last_line(LineBlock& block) {
    const auto size = block.octets.size();
    if (too_long_ != 0) {
        take_long_line(block, block.octets, false);
    } else if (size != 0) {
        block.lines.push_back({++number_, 0, size, size, false});
    }
}

Result<LineReader> read_lines(const std::string& path) {
    auto source = open_octets(path);
    if (!source) {
        return source.error();
    }
    return LineReader(*std::move(source));
}

}  // namespace msa
