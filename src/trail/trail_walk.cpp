// The walk over a trail's files, see trail_walk.h.
#include "trail/trail_walk.h"

#include "base/text.h"
#include "trail/suspects.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

namespace msa {

namespace {

constexpr std::uint64_t most_leaves = std::uint64_t{1} << 62U;

int year_of(std::int64_t time) {
    using namespace std::chrono;
    const auto day = floor<days>(sys_time<microseconds>(microseconds(time)));
    return static_cast<int>(year_month_day(day).year());
}

/// Whether the verifier has to read more of it than its beginning.
bool is_read(RecordKind kind) {
    return kind == RecordKind::start || kind == RecordKind::gap || kind == RecordKind::expiry ||
           kind == RecordKind::audit_key;
}

std::string_view without_cr(std::string_view text) {
    return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

}  // namespace

TrailWalk::TrailWalk(const std::vector<TrailFile>& files, const VerificationRequest& request,
                     TrailKnowledge& knowledge)
    : files_(files), request_(request), knowledge_(knowledge), keys_(request.keys) {
    for (const auto& file : files) {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(file.path, unknown);
        octets_ += unknown || !file.is_for_records() ? 0 : size;
    }
}

Result<void> TrailWalk::run() {
    bool is_trusted = true;
    for (const auto& [host, own] : by_host(files_)) {
        keys_ = KeyChain(request_.keys);
        const auto trees_before = report_.trees.size();
        if (const auto walked = walk_host(host, own); !walked) {
            return walked.error();
        }
        report_.has_key = report_.has_key || keys_.has_key();
        is_trusted = is_trusted && keys_.is_trusted();
        const bool has_trees = report_.trees.size() != trees_before;
        if (has_trees && !request_.keys.empty() && !keys_.is_trusted()) {
            knowledge_.observations.add(
                Verdict::bad_signature, {own.front(), 0},
                "no checkpoint of " + (host.empty() ? "these records" : host) +
                    " is signed with the key that was given, in the range of that key");
        }
    }
    settle_remembered();
    report_.is_trusted = is_trusted && !request_.keys.empty();
    return {};
}

Result<void> TrailWalk::walk_host(const std::string& host, std::vector<std::size_t> files) {
    host_ = host;
    read_files_.clear();
    std::stable_sort(files.begin(), files.end(), [this](std::size_t a, std::size_t b) {
        const auto begin = [this](std::size_t i) {
            const auto& first = files_[i].first;
            return first ? std::pair(first->time, first->n.value_or(0)) : std::pair(0L, 0UL);
        };
        return begin(a) < begin(b);
    });
    for (auto next = first_of(files); !files.empty(); next = next_of(files)) {
        const auto file = files[next];
        files.erase(files.begin() + static_cast<std::ptrdiff_t>(next));
        const auto* const earlier = earlier_copy_of(files_[file]);
        const auto done = earlier != nullptr ? compare_copy(file, *earlier) : read(file);
        if (!done) {
            return done.error();
        }
    }
    end_tree();
    previous_.reset();
    return {};
}

/// The oldest file, unless it goes on where another one ends: then the clock was set back in
/// between.
std::size_t TrailWalk::first_of(const std::vector<std::size_t>& files) const {
    std::size_t first = 0;
    const auto number_of = [this](std::size_t file) { return files_[file].first->n.value_or(0); };
    const auto is_in_front = [&](std::size_t file) {
        return files_[file].has_leaves() && number_of(file) < number_of(files[first]) &&
               last_number(files_[file].path) == number_of(files[first]) - 1;
    };
    while (!files.empty() && files_[files[first]].has_leaves()) {
        const auto front = std::find_if(files.begin(), files.end(), is_in_front);
        if (front == files.end()) {
            break;
        }
        first = static_cast<std::size_t>(front - files.begin());
    }
    return first;
}

/// The file that goes on where the last one ended; else the oldest. Clocks may have been wrong, so
/// that numbers come first.
std::size_t TrailWalk::next_of(const std::vector<std::size_t>& files) const {
    if (current_) {
        const auto follows = [this](std::size_t i) {
            // While the first leaves of a tree are missing, 0 is the number of another tree's.
            return files_[i].has_leaves() && *files_[i].first->n != 0 &&
                   *files_[i].first->n == current_->order.next();
        };
        const auto found = std::find_if(files.begin(), files.end(), follows);
        const bool is_new_tree_first = std::any_of(files.begin(), found, [this](std::size_t i) {
            return files_[i].has_leaves() && *files_[i].first->n == 0;
        });
        if (found != files.end() && !is_new_tree_first) {
            return static_cast<std::size_t>(found - files.begin());
        }
    }
    return 0;
}

const TrailWalk::ReadFile* TrailWalk::earlier_copy_of(const TrailFile& file) const {
    if (!file.has_leaves() || !current_ || *file.first->n >= current_->order.next()) {
        return nullptr;
    }
    const auto found =
        std::find_if(read_files_.rbegin(), read_files_.rend(), [&](const ReadFile& each) {
            return each.first == *file.first->n &&
                   files_[each.file].first->time == file.first->time;
        });
    return found == read_files_.rend() ? nullptr : &*found;
}

std::vector<TrailWalk::SeenLine> TrailWalk::seen(const LineBlock& block) {
    std::vector<SeenLine> all;
    all.reserve(block.lines.size());
    for (const auto& line : block.lines) {
        SeenLine seen;
        const auto text = block.text(line);
        const auto leaf = without_cr(text);
        seen.head = record_head(leaf);
        seen.ends_in_cr = leaf.size() != text.size();
        if (seen.head && seen.head->n) {
            seen.hash = leaf_hash(leaf);
        }
        all.push_back(seen);
    }
    return all;
}

Result<void> TrailWalk::read(std::size_t file) {
    auto reader = read_lines(files_[file].path);
    if (!reader) {
        return reader.error();
    }
    file_ = file;
    says_cr_ = false;
    says_older_ = false;
    file_digest_ = Sha256();
    const auto result =
        each_block(*reader, seen, [&](const LineBlock& block, const std::vector<SeenLine>& lines) {
            for (std::size_t i = 0; i < lines.size(); ++i) {
                take(block, block.lines[i], lines[i]);
            }
            request_.progress(octets_done_ + reader->source().place(), octets_);
        });
    octets_done_ += reader->source().length();
    if (files_[file].has_leaves()) {
        read_files_.push_back({file, *files_[file].first->n, file_digest_.finish()});
    }
    if (!result) {
        // What could be read has been; the rest is not there.
        knowledge_.observations.add(Verdict::unreadable, {file, 0}, result.error().what);
    }
    return {};
}

Result<void> TrailWalk::compare_copy(std::size_t file, const ReadFile& earlier) {
    auto reader = read_lines(files_[file].path);
    if (!reader) {
        return reader.error();
    }
    Sha256 digest;
    const auto result =
        each_block(*reader, seen, [&](const LineBlock&, const std::vector<SeenLine>& lines) {
            for (const auto& line : lines) {
                if (line.head && line.head->n) {
                    digest.add(octets_of(line.hash));
                }
            }
            request_.progress(octets_done_ + reader->source().place(), octets_);
        });
    octets_done_ += reader->source().length();
    const bool is_same = result && digest.finish() == earlier.digest;
    knowledge_.observations.add(
        is_same ? Verdict::copy : Verdict::duplicated, {file, 0},
        (is_same ? "the same records as in " : "not all the same records as in ") +
            files_[earlier.file].path +
            (is_same ? ", and not counted again" : ", although it begins with the same one"));
    return {};
}

void TrailWalk::take(const LineBlock& block, const TrailLine& line, const SeenLine& seen) {
    const auto text = block.text(line);
    if (seen.ends_in_cr && !says_cr_) {
        says_cr_ = true;
        knowledge_.observations.add(
            Verdict::changed, here(line),
            "this line, and perhaps more, ends in CR LF: whoever copied the "
            "file converted it");
    }
    const bool is_cut = !line.has_end && !text.ends_with('}');
    if (!seen.head || seen.head->n.value_or(0) >= most_leaves || (seen.head->n && is_cut)) {
        take_foreign(line, text);
    } else if (!seen.head->n) {
        take_older(line);
    } else {
        take_leaf(line, text, seen);
    }
}

void TrailWalk::take_foreign(const TrailLine& line, std::string_view text) {
    if (!line.has_end && text.starts_with("{\"n\":")) {
        knowledge_.observations.add(Verdict::unclean, here(line),
                                    "the last line has no end: " + std::to_string(line.octets) +
                                        " octets of a record that was being written");
        return;
    }
    const auto what = line.is_too_long() ? "a line of " + std::to_string(line.octets) +
                                               " octets; no record is longer than " +
                                               std::to_string(max_line_octets)
                      : text.empty() ? std::string("an empty line")
                                     : std::string("this line is not a record");
    knowledge_.observations.add(Verdict::unreadable, here(line), what);
    if (current_) {
        current_->order.add_unreadable(here(line));
    }
}

void TrailWalk::take_older(const TrailLine& line) {
    if (current_) {
        knowledge_.observations.add(Verdict::inserted, here(line),
                                    "this record has no number, and comes after some that have");
        current_->order.add_unreadable(here(line));
        return;
    }
    ++report_.older_records;
    if (!says_older_) {
        says_older_ = true;
        knowledge_.observations.add(
            Verdict::before_tree, here(line),
            "records from here on have no number: they are older than the tree, and nothing proves "
            "them");
    }
}

void TrailWalk::take_leaf(const TrailLine& line, std::string_view text, const SeenLine& seen) {
    const auto& head = *seen.head;
    if (head.kind == RecordKind::tree && *head.n == 0) {
        begin_tree(text, here(line));
    } else if (!current_) {
        begin_headless_tree(head.time);
    }
    if (!line.has_end) {
        knowledge_.observations.add(Verdict::unclean, here(line), "the last line has no end");
    }
    if (head.kind == RecordKind::expiry) {
        for (const auto& each : expiry_record(text).value_or(std::vector<ExpiredLeaves>())) {
            expired_origins_.insert(each.origin);
        }
    }
    file_digest_.add(octets_of(seen.hash));
    const bool is_kept = is_read(head.kind) || (knowledge_.watcher != nullptr &&
                                                knowledge_.watcher->wants(without_cr(text)));
    current_->order.add({*head.n, seen.hash, here(line), head.time, head.kind,
                         is_kept ? std::string(without_cr(text)) : std::string()});
}

void TrailWalk::begin_tree(std::string_view text, TrailPlace place) {
    const auto tree = tree_record(text);
    if (!tree) {
        knowledge_.observations.add(Verdict::unreadable, place,
                                    "this record begins a tree and does not say which");
        if (!current_) {
            begin_headless_tree(0);
        }
        return;
    }
    if (current_ && current_->check.origin() == tree->origin) {
        return;  // the same record again, as its number will say
    }
    end_tree();
    if (!origins_.insert(tree->origin).second) {
        knowledge_.observations.add(Verdict::fork, place,
                                    "a second tree " + printable(tree->origin));
    }
    follow_up(*tree, place);
    current_ = std::make_unique<Current>(tree->origin, tree, keys_, knowledge_);
}

/// The tree whose first record is not there is that of the host and the year.
void TrailWalk::begin_headless_tree(std::int64_t time) {
    const auto name = host_ + "/msa-milter/" + std::to_string(year_of(time));
    auto origin = name;
    for (const auto& each : knowledge_.checkpoints.origins(name)) {
        if (origins_.count(each) == 0) {
            origin = each;
            break;
        }
    }
    origins_.insert(origin);
    current_ = std::make_unique<Current>(origin, std::nullopt, keys_, knowledge_);
}

/// What it remembers of the tree before.
void TrailWalk::follow_up(const TreeRecord& tree, TrailPlace place) {
    if (tree.previous.empty()) {
        return;
    }
    const auto note = parse_note(tree.previous);
    const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) {
        knowledge_.observations.add(Verdict::unreadable, place,
                                    "of the tree before: " + checkpoint.error().what);
        return;
    }
    if (previous_) {
        previous_->check.compare_with(*checkpoint, place);
    }
    remembered_.push_back({checkpoint->origin, checkpoint->size, place});
}

void TrailWalk::end_tree() {
    if (!current_) {
        return;
    }
    current_->order.finish();
    current_->check.finish({file_, 0});
    report_.trees.push_back(current_->check.report());
    report_.records += current_->check.report().read;
    for (const auto& range : current_->check.doubtful()) {
        std::vector<std::string> paths;
        for (const auto& file : files_) {
            paths.push_back(file.path);
        }
        name_suspects(paths, range, knowledge_.observations);
    }
    previous_ = std::move(current_);
}

/// Trees that somebody speaks of, and that are in none of the files.
void TrailWalk::settle_remembered() {
    for (const auto& origin : knowledge_.checkpoints.origins("")) {
        const auto& last = knowledge_.checkpoints.of(origin).back();
        remembered_.push_back({origin, last.size, last.place});
    }
    for (const auto& [origin, size, place] : remembered_) {
        if (!origins_.insert(origin).second) {
            continue;
        }
        const auto what =
            "the tree " + printable(origin) + " (" + std::to_string(size) + " records) ";
        if (expired_origins_.count(origin) != 0) {
            knowledge_.observations.add(Verdict::expired, place,
                                        what + "was deleted as a record says");
        } else {
            knowledge_.observations.add(Verdict::missing, place, what + "is in none of the files");
        }
    }
}

}  // namespace msa
