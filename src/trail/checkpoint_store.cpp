// Checkpoints by tree and size, see checkpoint_store.h.
#include "trail/checkpoint_store.h"

#include "base/text.h"
#include "trail/octet_source.h"

#include <algorithm>

#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t read_octets = std::size_t{256} * 1024;

std::uint64_t line_ends(std::string_view octets) {
    return static_cast<std::uint64_t>(std::count(octets.begin(), octets.end(), '\n'));
}

/// Blank lines in front of a note.
std::size_t blank_lines(std::string_view octets) {
    const auto at = octets.find_first_not_of('\n');
    return at == std::string_view::npos ? octets.size() : at;
}

/// Notes of a file, whose octets come bit by bit.
class NoteSplitter {
public:
    /// `use(octets, offset, line)` of each note that is whole.
    template <class Use>
    void feed(std::string_view octets, bool is_all, const Use& use) {
        buffer_ += octets;
        std::string_view rest = buffer_;
        while (!rest.empty()) {
            pass(rest, blank_lines(rest));
            const auto length = note_length(rest, is_all);
            if (length == 0) {
                break;
            }
            use(rest.substr(0, length), offset_, line_);
            pass(rest, length);
        }
        buffer_.erase(0, buffer_.size() - rest.size());
    }
    /// What begins here is too long for a note.
    [[nodiscard]] bool is_lost() const { return buffer_.size() > max_note; }
    [[nodiscard]] std::uint64_t line() const { return line_; }

private:
    void pass(std::string_view& rest, std::size_t octets) {
        offset_ += octets;
        line_ += line_ends(rest.substr(0, octets));
        rest.remove_prefix(octets);
    }

    std::string buffer_;
    std::uint64_t offset_ = 0;
    std::uint64_t line_ = 1;
};

}  // namespace

Result<void> CheckpointStore::add_file(const std::string& path, std::size_t file, bool is_anchor,
                                       Observations& observations) {
    const auto source = open_octets(path);
    if (!source) {
        return source.error();
    }
    Source kept;
    NoteSplitter splitter;
    const auto use = [&](std::string_view octets, std::uint64_t offset, std::uint64_t line) {
        StoredCheckpoint stored;
        stored.offset = offset;
        stored.is_anchor = is_anchor;
        stored.place = {file, line};
        add_note(octets, stored, observations);
    };
    std::string block(read_octets, '\0');
    for (std::size_t got = 1; got != 0 && !splitter.is_lost();) {
        const auto read = (*source)->read(block.data(), block.size());
        if (!read) {
            return read.error();
        }
        got = *read;
        const auto octets = std::string_view(block).substr(0, got);
        if ((*source)->is_compressed()) {
            kept.octets += octets;
        }
        splitter.feed(octets, got == 0, use);
    }
    if (splitter.is_lost()) {
        observations.add(Verdict::unreadable, {file, splitter.line()}, "this is not a checkpoint");
    }
    if (!(*source)->is_compressed()) {
        struct stat status {};
        auto opened = open_regular_file(path, status);
        if (!opened) {
            return opened.error();
        }
        kept.file = *std::move(opened);
    }
    sources_[file] = std::move(kept);
    return {};
}

void CheckpointStore::add_note(std::string_view octets, StoredCheckpoint stored,
                               Observations& observations) {
    const auto end = octets.find_last_not_of('\n');
    if (end == std::string_view::npos) {
        return;
    }
    // Blank lines behind signatures part notes from each other; a text has one of its own.
    const auto signatures = octets.find("\n\n");
    const bool is_signed = signatures != std::string_view::npos && signatures + 1 < end;
    stored.length = static_cast<std::uint32_t>(std::min(octets.size(), end + (is_signed ? 2 : 3)));
    const auto note = parse_note(octets.substr(0, stored.length));
    const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) {
        observations.add(Verdict::unreadable, stored.place, checkpoint.error().what);
        return;
    }
    stored.size = checkpoint->size;
    origins_[checkpoint->origin].push_back(stored);
    ++count_;
}

void CheckpointStore::sort() {
    for (auto& [origin, all] : origins_) {
        std::stable_sort(all.begin(), all.end(),
                         [](const auto& a, const auto& b) { return a.size < b.size; });
    }
}

const std::vector<StoredCheckpoint>& CheckpointStore::of(const std::string& origin) const {
    static const std::vector<StoredCheckpoint> none;
    const auto found = origins_.find(origin);
    return found == origins_.end() ? none : found->second;
}

std::vector<std::string> CheckpointStore::origins(std::string_view beginning) const {
    std::vector<std::string> names;
    for (const auto& [origin, all] : origins_) {
        if (origin.starts_with(beginning)) {
            names.push_back(origin);
        }
    }
    return names;
}

Result<SignedNote> CheckpointStore::note(const StoredCheckpoint& checkpoint) const {
    const auto& source = sources_.at(checkpoint.place.file);
    if (!source.file.is_open()) {
        return parse_note(
            std::string_view(source.octets).substr(checkpoint.offset, checkpoint.length));
    }
    std::string octets(checkpoint.length, '\0');
    const auto got = ::pread(source.file.get(), octets.data(), octets.size(),
                             static_cast<off_t>(checkpoint.offset));
    if (got != static_cast<ssize_t>(octets.size())) {
        return Error{"a file of checkpoints changed while it was read", ErrorKind::unavailable};
    }
    return parse_note(octets);
}

}  // namespace msa
