// Checkpoints made known, see checkpoint_publisher.h.
#include "audit/checkpoint_publisher.h"

#include "audit/note_key.h"
#include "audit/trail_file.h"
#include "audit/trail_lines.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <algorithm>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t tail_octets = 131'072;  // two notes fit

std::string tail_of(const std::string& path) {
    struct stat status {};
    const auto file = open_regular_file(path, status);
    if (!file) {
        return {};
    }
    const auto length = std::min<off_t>(status.st_size, off_t{tail_octets});
    std::string tail(static_cast<std::size_t>(length), '\0');
    const auto count = ::pread(file->get(), tail.data(), tail.size(), status.st_size - length);
    return count == length ? tail : std::string();
}

bool is_signature(std::string_view block) {
    return block.starts_with("\u2014 ");
}

/// Blocks of lines, each of which had a blank line behind it.
std::vector<std::string_view> blocks_of(std::string_view notes) {
    std::vector<std::string_view> blocks;
    for (auto end = notes.find("\n\n"); end != std::string_view::npos; end = notes.find("\n\n")) {
        blocks.push_back(notes.substr(0, end));
        notes.remove_prefix(end + 2);
    }
    return blocks;
}

/// Of notes one after another the last one that is whole: a block of text, and perhaps one of
/// signatures behind it.
std::optional<SignedNote> last_note_in(std::string_view notes) {
    const auto blocks = blocks_of(notes);
    std::string signatures;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
        if (is_signature(*block)) {
            signatures = std::string(*block) + '\n';
            continue;
        }
        auto note = parse_note(std::string(*block) + "\n\n" + signatures);
        if (note && parse_checkpoint(note->text)) {
            return *std::move(note);
        }
        signatures.clear();
    }
    return std::nullopt;
}

}  // namespace

std::optional<SignedNote> last_checkpoint(const TrailPaths& paths) {
    auto last = last_note_in(tail_of(paths.checkpoints));
    auto latest = read_file(paths.checkpoint, max_note);
    auto note = latest ? parse_note(*latest) : Result<SignedNote>(Error{});
    const auto second = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Error{});
    if (!second) {
        return last;
    }
    const auto first = last ? parse_checkpoint(last->text) : Result<Checkpoint>(Error{});
    const bool is_later = !first || (first->origin == second->origin && first->size < second->size);
    return is_later ? std::optional(*std::move(note)) : last;
}

std::vector<std::string> published_origins(const TrailPaths& paths, std::string_view beginning) {
    std::set<std::string> origins;
    struct stat status {};
    if (const auto file = open_regular_file(paths.checkpoints, status)) {
        // What cannot be read is no origin that we could know of.
        (void)read_lines(*file, paths.checkpoints, 0, [&](std::string_view line) {
            if (line.starts_with(beginning)) {
                origins.emplace(line);
            }
        });
    }
    return {origins.begin(), origins.end()};
}

Result<const PrivateKey*> CheckpointPublisher::key_of(const TrailState& state) const {
    for (const auto& key : keys_) {
        const auto verifier = key ? verifier_key(*key, state.origin) : Result<VerifierKey>(Error{});
        if (verifier && verifier->text() == state.key) {
            return key.get();
        }
    }
    return Error{"its key is not there: " + state.key, ErrorKind::bad_config};
}

Result<SignedNote> CheckpointPublisher::note_of(const TrailState& state) const {
    SignedNote note{state.checkpoint().text(), {}};
    if (!state.key.empty()) {
        const auto key = key_of(state);
        const auto done = key ? sign(note, **key, state.origin) : key.error();
        if (!done) {
            return within("checkpoint", done.error());
        }
    }
    return note;
}

Result<void> CheckpointPublisher::keep(const SignedNote& note) {
    auto all = AuditFile::open(paths_.checkpoints);
    if (!all) {
        return all.error();
    }
    const auto octets = note.octets();
    const std::string before = all->torn_line().empty() ? "" : "\n";  // a block of its own
    const auto appended = all->append(before + octets + (note.signatures.empty() ? "" : "\n"));
    if (!appended) {
        return appended.error();
    }
    last_text_ = note.text;
    last_note_ = octets;
    return replace_trail_file(paths_.checkpoint, octets);
}

void CheckpointPublisher::tell(const Checkpoint& made, const SignedNote& note) const {
    LogLine line("checkpoint");
    line.add("origin", made.origin)
        .add("size", made.size)
        .add("root", base64(octets_of(made.root)));
    if (!note.signatures.empty()) {
        line.add("signature", base64(note.signatures.front().octets));
    }
    log_(LogLevel::info, line);
}

Result<std::string> CheckpointPublisher::publish(const Turn& /*turn*/, const TrailState& state,
                                                 const std::string& next_key) {
    auto note = note_of(state);
    if (!note) {
        return note.error();
    }
    const bool is_news = note->text != last_text_;
    if (is_news) {
        if (const auto done = keep(*note); !done) {
            return done.error();
        }
    }
    auto kept = state;
    kept.key = next_key;
    if (const auto replaced = replace_trail_file(paths_.state, kept.text()); !replaced) {
        return replaced.error();
    }
    if (is_news) {
        tell(state.checkpoint(), *note);
    }
    return last_note_;
}

}  // namespace msa
