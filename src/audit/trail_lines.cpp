// Lines of a trail, see trail_lines.h.
#include "audit/trail_lines.h"

#include "audit/record_json.h"

#include <cerrno>
#include <charconv>

#include <unistd.h>

namespace msa {

namespace {

constexpr std::string_view numbered = "{\"n\":";
constexpr std::size_t longest_line = 65'535;
constexpr std::size_t chunk_octets = std::size_t{1} << 20U;

static_assert(max_record_octets < longest_line);

/// Cuts what comes in chunks into lines.
class LineCutter {
public:
    explicit LineCutter(const std::function<void(std::string_view)>& use) : use_(use) {}

    void take(std::string_view chunk) {
        for (auto end = chunk.find('\n'); end != std::string_view::npos; end = chunk.find('\n')) {
            const auto line = chunk.substr(0, end);
            if (left_ == 0) {
                show(line);
            } else if (left_ + line.size() <= longest_line) {
                show(held_ += line);
            }
            held_.clear();
            left_ = 0;
            chunk.remove_prefix(end + 1);
        }
        left_ += chunk.size();
        if (left_ <= longest_line) {
            held_ += chunk;
        }
    }
    /// Behind the last whole line.
    [[nodiscard]] std::size_t octets_left() const { return left_; }

private:
    void show(std::string_view line) const {
        if (line.size() <= longest_line) {
            use_(line);
        }
    }

    const std::function<void(std::string_view)>& use_;
    std::string held_;  // what is left, unless it is too long
    std::size_t left_ = 0;
};

}  // namespace

std::optional<std::uint64_t> leaf_number(std::string_view line) {
    if (!line.starts_with(numbered)) {
        return std::nullopt;
    }
    const auto* const end = line.data() + line.size();
    std::uint64_t number = 0;
    const auto read = std::from_chars(line.data() + numbered.size(), end, number);
    if (read.ec != std::errc() || read.ptr == end || *read.ptr != ',') {
        return std::nullopt;
    }
    return number;
}

void append_leaf(std::string& text, std::string_view line, MerkleTree& tree) {
    const auto begin = text.size();
    text += numbered;
    text += std::to_string(tree.size());
    text += ',';
    text += line.substr(1);
    tree.add(std::string_view(text).substr(begin));
    text += '\n';
}

std::string first_time(const FileDescriptor& file) {
    constexpr std::string_view key = "\"time\":\"";
    constexpr std::size_t length = 27;
    std::string beginning(longest_line, '\0');
    const auto count = ::pread(file.get(), beginning.data(), beginning.size(), 0);
    beginning.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    const auto at = beginning.starts_with('{') ? beginning.find(key) : std::string::npos;
    return at == std::string::npos ? std::string() : beginning.substr(at + key.size(), length);
}

Result<off_t> read_lines(const FileDescriptor& file, const std::string& path, off_t begin,
                         const std::function<void(std::string_view)>& use) {
    LineCutter cutter(use);
    std::string chunk(chunk_octets, '\0');
    for (off_t at = begin;;) {
        const auto count = ::pread(file.get(), chunk.data(), chunk.size(), at);
        if (count < 0 && errno != EINTR) {
            return file_error(path, errno);
        }
        if (count == 0) {
            return at - static_cast<off_t>(cutter.octets_left());
        }
        if (count > 0) {
            cutter.take(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)));
            at += count;
        }
    }
}

}  // namespace msa
