// Where a trail goes on, see trail_recovery.h.
#include "audit/trail_recovery.h"

#include "audit/checkpoint_publisher.h"
#include "audit/trail_lines.h"
#include "audit/trail_replay.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_state = std::size_t{1} << 20U;

/// Lines to be read: of a file from an octet on.
struct Piece {
    std::string path;
    off_t begin = 0;
};
using Pieces = std::vector<Piece>;

/// One way to go on, and what came of it.
struct Attempt {
    TrailReplay replay;
    off_t lines_end = 0;  // of the open file
};

std::vector<std::string> files_beside(const std::string& path) {
    const auto folder = fs::path(path).parent_path();
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator each(folder.empty() ? "." : folder, error), end;
         !error && each != end; each.increment(error)) {
        if (each->is_regular_file(error) && !error) {
            files.push_back(each->path().string());
        }
    }
    return files;
}

/// The file that was written, wherever it was moved to; empty: not here any more.
std::string moved_to(const TrailPaths& paths, const FilePlace& place) {
    for (const auto& path : files_beside(paths.file)) {
        struct stat status {};
        if (::stat(path.c_str(), &status) == 0 && status.st_dev == place.device &&
            status.st_ino == place.inode) {
            return path;
        }
    }
    return {};
}

Result<Attempt> attempt(const TrailPaths& paths, TrailState from,
                        const std::optional<Checkpoint>& wanted, const Pieces& pieces) {
    Attempt made{TrailReplay(std::move(from), wanted)};
    for (const auto& piece : pieces) {
        struct stat status {};
        const auto file = open_regular_file(piece.path, status);
        if (!file) {
            return file.error();
        }
        const auto end = read_lines(*file, piece.path, std::min(piece.begin, status.st_size),
                                    [&](std::string_view line) { made.replay.take(line); });
        if (!end) {
            return end.error();
        }
        if (piece.path == paths.file) {
            made.lines_end = *end;
        }
    }
    return made;
}

/// What follows the state: the rest of the file that it tells of, and the open one.
Pieces rest_behind(const TrailPaths& paths, const AuditFile& file, const FilePlace& place) {
    const auto& open = file.place();
    if (open.device == place.device && open.inode == place.inode) {
        return {{paths.file, place.end <= open.end ? place.end : 0}};
    }
    const auto moved = moved_to(paths, place);
    Pieces pieces;
    if (!moved.empty()) {
        pieces.push_back({moved, place.end});
    }
    pieces.push_back({paths.file, 0});
    return pieces;
}

/// All files that may hold the trail's lines, the oldest first, the open one last.
Pieces all_files(const TrailPaths& paths) {
    const auto stem = fs::path(paths.file).stem().string();
    std::multimap<std::string, std::string> by_time;
    for (const auto& path : files_beside(paths.file)) {
        const auto name = fs::path(path).filename().string();
        if (path != paths.file && name.starts_with(stem)) {
            struct stat status {};
            const auto file = open_regular_file(path, status);
            if (auto time = file ? first_time(*file) : std::string(); !time.empty()) {
                by_time.emplace(std::move(time), path);
            }
        }
    }
    Pieces pieces;
    for (const auto& [time, path] : by_time) {
        pieces.push_back({path, 0});
    }
    pieces.push_back({paths.file, 0});
    return pieces;
}

/// Whether the trail was written by one that numbers its lines: else there is nothing to find.
bool has_leaves(const AuditFile& file) {
    constexpr off_t enough = 131'072;  // two lines
    bool found = false;
    const auto read =
        read_lines(file.descriptor(), file.path(), std::max<off_t>(0, file.place().end - enough),
                   [&](std::string_view line) { found = leaf_number(line).has_value(); });
    return read && found;
}

/// Whether the end of the open file is the beginning of the next leaf.
bool is_torn_leaf(const AuditFile& file, off_t begin, std::uint64_t number) {
    std::string rest(32, '\0');
    const auto count = ::pread(file.descriptor().get(), rest.data(), rest.size(), begin);
    rest.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    const auto expected = "{\"n\":" + std::to_string(number) + ',';
    return !rest.empty() && (rest.starts_with(expected) || expected.starts_with(rest));
}

RecoveredTrail recovered(Attempt made, const AuditFile& file) {
    RecoveredTrail trail{.state = made.replay.state(), .read_again = made.replay.taken()};
    trail.state.is_stopped = trail.state.is_stopped && made.replay.taken() == 0;
    if (made.lines_end < file.place().end &&
        is_torn_leaf(file, made.lines_end, trail.state.tree.size())) {
        trail.torn_at = made.lines_end;
    }
    return trail;
}

std::string notice_of(const AuditFile& file, const TrailState& state) {
    const auto& open = file.place();
    const auto& was = state.place;
    if (open.device != was.device || open.inode != was.inode || open.end >= was.end) {
        return {};
    }
    return "the file ends at octet " + std::to_string(open.end) + ", and was written up to octet " +
           std::to_string(was.end) + ": lines were taken away";
}

Result<std::optional<TrailState>> read_state(const TrailPaths& paths, std::string& notice) {
    if (!may_exist(paths.state)) {
        return std::optional<TrailState>();
    }
    const auto text = read_file(paths.state, max_state);
    if (!text) {
        return text.error();
    }
    auto state = parse_trail_state(*text);
    if (!state) {
        notice = paths.state + ": " + state.error().what;
        return std::optional<TrailState>();
    }
    return std::optional(*std::move(state));
}

bool fits(const TrailReplay& replay) {
    return replay.is_as_wanted() && !replay.state().origin.empty();
}

/// From the state, and where a line is missing there, once more with all of the open file, which
/// may have been cut and have grown again.
Result<std::optional<Attempt>> attempt_from(const TrailPaths& paths, const AuditFile& file,
                                            const TrailState& state,
                                            const std::optional<Checkpoint>& wanted) {
    auto pieces = rest_behind(paths, file, state.place);
    auto made = attempt(paths, state, wanted, pieces);
    if (!made || (fits(made->replay) && !made->replay.has_gap())) {
        return made ? Result(std::optional(*std::move(made))) : made.error();
    }
    pieces.back().begin = 0;
    auto again = attempt(paths, state, wanted, pieces);
    if (!again) {
        return again.error();
    }
    if (fits(again->replay)) {
        return std::optional(*std::move(again));
    }
    return fits(made->replay) ? std::optional(*std::move(made)) : std::nullopt;
}

/// The way on that leads through the checkpoint, if there is one.
Result<std::optional<Attempt>> best_attempt(const TrailPaths& paths, const AuditFile& file,
                                            const std::optional<TrailState>& state,
                                            const std::optional<Checkpoint>& wanted) {
    if (state) {
        auto made = attempt_from(paths, file, *state, wanted);
        if (!made || *made) {
            return made;
        }
    }
    auto made = attempt(paths, {}, wanted, all_files(paths));
    if (!made) {
        return made.error();
    }
    return fits(made->replay) ? std::optional(*std::move(made)) : std::nullopt;
}

}  // namespace

Result<RecoveredTrail> recover_trail(const TrailPaths& paths, const AuditFile& file) {
    std::string notice;
    const auto state = read_state(paths, notice);
    if (!state) {
        return state.error();
    }
    const auto note = last_checkpoint(paths);
    if (!*state && !note && !has_leaves(file)) {
        return RecoveredTrail{.notice = notice};  // the first one
    }
    const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Error{});
    const auto wanted = checkpoint ? std::optional(*checkpoint) : std::nullopt;
    auto best = best_attempt(paths, file, *state, wanted);
    if (!best) {
        return best.error();
    }
    if (*best) {
        auto trail = recovered(**std::move(best), file);
        trail.notice = !notice.empty() || !*state ? notice : notice_of(file, **state);
        return trail;
    }
    RecoveredTrail trail{.previous = note ? note->octets() : std::string(), .notice = notice};
    trail.reason = wanted ? "the lines that are left do not lead to the checkpoint of " +
                                wanted->origin + ", size " + std::to_string(wanted->size)
                          : "the state of the tree is lost, and its first lines are not there";
    trail.state.origins = *state ? (*state)->origins : std::vector<std::string>{};
    return trail;
}

}  // namespace msa
