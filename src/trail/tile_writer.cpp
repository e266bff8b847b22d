// Logs as folders, see tile_writer.h.
#include "trail/tile_writer.h"

#include "base/file.h"
#include "trail/line_reader.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t tile_width = 256;
constexpr mode_t file_mode = 0640;

std::string group(std::uint64_t number) {
    constexpr std::size_t digits = 3;
    const auto text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
}

Error cannot_create(const std::string& path, int code) {
    auto error = file_error(path, code);
    error.kind = ErrorKind::cannot_create;
    return error;
}

}  // namespace

std::string tile_path(const std::string& level, std::uint64_t number, std::size_t width) {
    constexpr std::uint64_t base = 1000;
    std::string path = group(number % base);
    for (auto rest = number / base; rest != 0; rest /= base) {
        path = 'x' + group(rest % base) + '/' + path;
    }
    return "tile/" + level + '/' + path +
           (width == tile_width ? std::string() : ".p/" + std::to_string(width));
}

Result<void> TileWriter::write(const std::string& path, std::string_view octets) const {
    const std::filesystem::path whole(folder_ + '/' + path);
    std::error_code error;
    std::filesystem::create_directories(whole.parent_path(), error);
    if (error) {
        return cannot_create(whole.parent_path().string(), error.value());
    }
    const FileDescriptor file(
        ::open(whole.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode));
    if (!file.is_open()) {
        return cannot_create(whole.string(), errno);
    }
    while (!octets.empty()) {
        const auto written = ::write(file.get(), octets.data(), octets.size());
        if (written > 0) {
            octets.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return cannot_create(whole.string(), errno);
        }
    }
    return {};
}

Result<void> TileWriter::add(std::string_view line) {
    static_assert(max_line_octets == 0xffff);
    bundle_ += static_cast<char>(line.size() >> 8U);
    bundle_ += static_cast<char>(line.size() & 0xffU);
    bundle_ += line;
    const auto number = size_++ / tile_width;
    if (size_ % tile_width == 0) {
        const auto written = write(tile_path("entries", number, tile_width), bundle_);
        if (!written) {
            return written;
        }
        bundle_.clear();
    }
    return add_hash(0, leaf_hash(line));
}

/// Of a tile that is full one hash goes into the level above.
Result<void> TileWriter::add_hash(std::size_t level, const Digest& hash) {
    if (level == levels_.size()) {
        levels_.emplace_back();
    }
    auto& tile = levels_[level];
    tile.hashes += octets_of(hash);
    tile.tree.add_hash(hash);
    if (tile.tree.size() != tile_width) {
        return {};
    }
    const auto path = tile_path(std::to_string(level), tile.number, tile_width);
    if (const auto written = write(path, tile.hashes); !written) {
        return written;
    }
    const auto root = tile.tree.root();
    tile = Level{tile.number + 1};
    return add_hash(level + 1, root);
}

Result<void> TileWriter::finish(std::string_view checkpoint) {
    if (!bundle_.empty()) {
        const auto path = tile_path("entries", size_ / tile_width, size_ % tile_width);
        if (const auto written = write(path, bundle_); !written) {
            return written;
        }
    }
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        const auto& tile = levels_[level];
        if (tile.hashes.empty()) {
            continue;
        }
        const auto path = tile_path(std::to_string(level), tile.number, tile.tree.size());
        if (const auto written = write(path, tile.hashes); !written) {
            return written;
        }
    }
    return write("checkpoint", checkpoint);
}

}  // namespace msa
