// Writes leaves of a tree, see trail_writer.h.
#include "audit/trail_writer.h"

#include "audit/control_line.h"
#include "audit/note_key.h"
#include "audit/trail_lines.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

using Time = std::chrono::system_clock::time_point;

int year_of(Time now) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
    return static_cast<int>(date.year());
}

std::string prefix_of(const std::string& host) {
    return host + "/msa-milter/";
}

/// Of HOST/msa-milter/YEAR or HOST/msa-milter/YEAR.N; 0: it is of another host.
int year_of(const std::string& origin, const std::string& host) {
    const auto prefix = prefix_of(host);
    if (!origin.starts_with(prefix)) {
        return 0;
    }
    int year = 0;
    for (const char digit : origin.substr(prefix.size(), 4)) {
        year = is_digit(digit) ? year * 10 + (digit - '0') : 0;
    }
    return year;
}

void append_leaves(std::string& text, std::string_view lines, MerkleTree& tree) {
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size() - 1);
        append_leaf(text, lines.substr(0, end), tree);
        lines.remove_prefix(end + 1);
    }
}

}  // namespace

TrailWriter::TrailWriter(TrailLock lock, AuditFile file, TrailPaths paths, TrailSettings settings,
                         LogOutput log)
    : lock_(std::move(lock)),
      file_(std::move(file)),
      paths_(std::move(paths)),
      settings_(std::move(settings)),
      publisher_(std::make_unique<CheckpointPublisher>(
          paths_, CheckpointPublisher::Keys{settings_.key, settings_.old_key}, std::move(log))),
      rotation_(settings_.rotation) {}

Result<TrailWriter> TrailWriter::open(TrailSettings settings, LogOutput log) {
    if (!is_key_name(settings.host)) {
        return Error{"the name of this host, \"" + printable(settings.host) +
                         "\", cannot stand in a checkpoint; set 'host_name'",
                     ErrorKind::bad_config};
    }
    auto paths = TrailPaths::of(settings.file);
    auto file = AuditFile::open(settings.file);
    if (!file) {
        return file.error();
    }
    auto lock = TrailLock::take(paths.lock);
    if (!lock) {
        return lock.error();
    }
    TrailWriter writer(*std::move(lock), *std::move(file), std::move(paths), std::move(settings),
                       std::move(log));
    if (const auto recovered = writer.recover(); !recovered) {
        return recovered.error();
    }
    return writer;
}

Result<void> TrailWriter::recover() {
    auto found = recover_trail(paths_, file_);
    if (!found) {
        return found.error();
    }
    const bool is_first = found->state.origin.empty() && found->reason.empty();
    beginning_ = {is_first || found->state.is_stopped, found->read_again, std::move(found->notice)};
    if (found->torn_at) {
        const auto octets = file_.place().end - *found->torn_at;
        if (const auto cut = file_.cut_torn_line(*found->torn_at); !cut) {
            return cut.error();
        }
        beginning_.notice += std::string(beginning_.notice.empty() ? "" : "; ") +
                             "the last line had no end: " + std::to_string(octets) +
                             " octets were cut off";
    }
    const auto was = found->state.place;
    state_ = std::move(found->state);
    state_.is_stopped = false;
    previous_ = std::move(found->previous);
    reason_ = std::move(found->reason);
    const auto& open = file_.place();
    is_new_file_ = !state_.origin.empty() && open.end == 0 &&
                   (was.device != open.device || was.inode != open.inode);
    return look_at_key();
}

/// The verifier key of the settings' key; empty: they name none.
Result<std::string> TrailWriter::key_for(const std::string& origin) const {
    if (!settings_.key) {
        return std::string();
    }
    const auto key = verifier_key(*settings_.key, origin);
    return key ? Result(key->text()) : key.error();
}

/// The tree goes on with another key only where the old one can still say so.
Result<void> TrailWriter::look_at_key() {
    const auto key = key_for(state_.origin.empty() ? "none" : state_.origin);
    if (!key) {
        return key.error();
    }
    if (state_.origin.empty() || *key == state_.key) {
        return {};
    }
    const auto old = settings_.old_key ? verifier_key(*settings_.old_key, state_.origin)
                                       : Result<VerifierKey>(Error{});
    if (state_.key.empty() || (!key->empty() && old && old->text() == state_.key)) {
        next_key_ = *key;
        return {};
    }
    const auto last = last_checkpoint(paths_);
    previous_ = last ? last->octets() : std::string();
    reason_ = "the key of " + state_.origin + " is not there any more";
    state_.origin.clear();
    return {};
}

/// The last checkpoint under the old key covers the record that names the new one.
Result<void> TrailWriter::change_key(Time now) {
    TrailState next = state_;
    std::string text;
    append_leaf(text,
                ControlLine("audit_key", now, settings_.host)
                    .text("key", *next_key_)
                    .text_or_null("retires", state_.key)
                    .finished(),
                next.tree);
    if (const auto written = file_.write(text); !written) {
        return written.error();
    }
    state_ = std::move(next);
    state_.place = file_.place();
    if (!state_.key.empty()) {
        const auto turn = publisher_->take_turn();
        const auto published = publisher_->publish(turn, state_, *next_key_);
        if (!published) {
            return published.error();
        }
    }
    state_.key = *std::exchange(next_key_, std::nullopt);
    return {};
}

Result<std::string> TrailWriter::append(std::string_view lines) {
    const auto now = settings_.now();
    if (const auto step = clock_.step(now, settings_.monotonic())) {
        step_ = TrailClock::Step{step_ ? step_->from : step->from, step->to};
    }
    auto appended = append_at(now, lines);
    if (!appended) {
        lost_.add(lines, appended.error().what, now);
        return appended;
    }
    lost_ = {};
    step_.reset();
    is_new_file_ = false;
    moved_to_.clear();
    next_key_.reset();
    reason_.clear();
    return appended;
}

Result<std::string> TrailWriter::append_at(Time now, std::string_view lines) {
    auto followed = file_.follow();
    if (!followed) {
        return followed.error();
    }
    if (followed->is_new) {
        is_new_file_ = true;
        moved_to_.clear();
    }
    const auto notice = rotate_where_due(now, lines.size());
    if (next_key_ && !must_begin_tree(now)) {
        if (const auto changed = change_key(now); !changed) {
            return changed.error();
        }
    }
    TrailState next = state_;
    next.is_stopped = false;
    std::string text;
    text.reserve(lines.size() + lines.size() / 32 + 128);
    if (must_begin_tree(now)) {
        const auto first = begin_tree(now, next);
        if (!first) {
            return first.error();
        }
        append_leaf(text, *first, next.tree);
    }
    append_leaves(text, control_lines(now), next.tree);
    append_leaves(text, lines, next.tree);
    if (const auto written = file_.write(text); !written) {
        return written.error();
    }
    state_ = std::move(next);
    const bool are_both = !followed->notice.empty() && !notice.empty();
    return std::move(followed->notice) + (are_both ? "; " : "") + notice;
}

/// Goes on in another file where it is time for one. A checkpoint of the old one comes first: who
/// recovers the trail looks for what follows it there and in the open one. Returns why it could
/// not be done: then the old one goes on.
std::string TrailWriter::rotate_where_due(Time now, std::size_t octets) {
    const auto steady = settings_.monotonic();
    if (!rotation_.is_due(file_, octets, now, steady)) {
        return {};
    }
    if (!state_.origin.empty()) {
        const auto turn = publisher_->take_turn();
        state_.place = file_.place();
        if (const auto published = publisher_->publish(turn, state_); !published) {
            rotation_.put_off(steady);
            return "rotation was put off: " + published.error().what;
        }
    }
    auto name = rotation_.rotate(file_, now, steady);
    if (!name) {
        return "rotation was put off: " + name.error().what;
    }
    is_new_file_ = !state_.origin.empty();
    moved_to_ = *std::move(name);
    return {};
}

std::string TrailWriter::control_lines(Time now) const {
    std::string lines;
    if (is_new_file_) {
        ControlLine line("rotation", now, settings_.host);
        if (!moved_to_.empty()) {
            line.text("moved_to", moved_to_);
        }
        lines += line.finished() + '\n';
    }
    if (step_) {
        lines += ControlLine("clock", now, settings_.host)
                     .instant("from", step_->from)
                     .instant("to", step_->to)
                     .finished() +
                 '\n';
    }
    if (lost_.are_any()) {
        lines += lost_.line(now, settings_.host) + '\n';
    }
    return lines;
}

bool TrailWriter::must_begin_tree(Time now) const {
    const auto year = state_.origin.empty() ? 0 : year_of(state_.origin, settings_.host);
    return year == 0 || year < year_of(now);
}

std::string TrailWriter::next_origin(Time now) const {
    const auto base = prefix_of(settings_.host) + std::to_string(year_of(now));
    auto used = state_.origins;
    if (!reason_.empty()) {  // then the state's list may be lost, too
        const auto published = published_origins(paths_, base);
        used.insert(used.end(), published.begin(), published.end());
    }
    auto origin = base;
    for (unsigned i = 2; std::find(used.begin(), used.end(), origin) != used.end(); ++i) {
        origin = base + '.' + std::to_string(i);
    }
    return origin;
}

/// The first line of a tree. The last checkpoint of the one before is made now.
Result<std::string> TrailWriter::begin_tree(Time now, TrailState& next) {
    if (!state_.origin.empty()) {
        const auto turn = publisher_->take_turn();
        state_.place = file_.place();
        auto last = publisher_->publish(turn, state_);
        if (!last) {
            return within("the last checkpoint of " + state_.origin, last.error());
        }
        previous_ = *std::move(last);
    }
    next.origin = next_origin(now);
    next.origins.push_back(next.origin);
    next.tree = {};
    auto key = key_for(next.origin);
    if (!key) {
        return key.error();
    }
    next.key = *std::move(key);
    ControlLine line("tree", now, settings_.host);
    line.text("origin", next.origin)
        .text_or_null("previous", previous_)
        .text_or_null("key", next.key);
    if (!reason_.empty()) {
        line.text("reason", reason_);
    }
    return line.finished();
}

Result<bool> TrailWriter::reopen() {
    const auto was = file_.place();
    if (const auto reopened = file_.reopen(); !reopened) {
        return reopened.error();
    }
    const auto& is = file_.place();
    const bool is_other = was.device != is.device || was.inode != is.inode;
    if (is_other) {
        is_new_file_ = true;
        moved_to_.clear();
    }
    return is_other;
}

TrailWriter::Snapshot TrailWriter::snapshot() {
    state_.place = file_.place();
    return {*publisher_, publisher_->take_turn(), state_};
}

}  // namespace msa
