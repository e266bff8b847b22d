// One tree, see tree_check.h.
#include "trail/tree_check.h"

#include "base/text.h"
#include "trail/compact_range.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

/// A signature takes as long as thirty records: of more checkpoints than this, not all are looked
/// at. Each root is; the last signature vouches for all roots in front of it.
constexpr std::size_t signatures_at_most = 10000;
/// The daemon makes a checkpoint a second after news.
constexpr std::int64_t patience = 60'000'000;  // in microseconds

std::string records(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " record" : " records");
}

std::string checkpoint_of(std::uint64_t size) {
    return "the checkpoint of " + records(size);
}

}  // namespace

TreeCheck::TreeCheck(std::string origin, const std::optional<TreeRecord>& begin, KeyChain& keys,
                     TrailKnowledge& knowledge)
    : keys_(keys),
      knowledge_(knowledge),
      checkpoints_(knowledge.checkpoints.of(origin)),
      stride_(knowledge.every_signature ? 1 : checkpoints_.size() / signatures_at_most + 1) {
    report_.origin = std::move(origin);
    keys_.begin(begin ? std::optional(begin->key) : std::nullopt);
}

void TreeCheck::leaf(const TrailLeaf& leaf) {
    if (report_.read == 0) {
        report_.first_time = leaf.time;
        first_place_ = leaf.place;
    }
    if (wants_place_) {
        after_last_good_ = leaf.place;
        first_uncovered_ = leaf.time;
        wants_place_ = false;
    }
    ++report_.read;
    report_.leaves = leaf.n + 1;
    report_.last_time = std::max(report_.last_time, leaf.time);
    last_place_ = leaf.place;
    if (knowledge_.watcher != nullptr) {
        knowledge_.watcher->leaf(report_.origin, is_broken_ ? nullptr : &tree_, leaf);
    }
    if (!is_broken_) {
        tree_.add_hash(leaf.hash);
    }
    if (!leaf.line.empty()) {
        note_control(leaf);
    }
    meet_checkpoints();
}

void TreeCheck::note_control(const TrailLeaf& leaf) {
    const auto& line = leaf.line;
    if (leaf.kind == RecordKind::start && truth_member(line, "clean") == false) {
        see(Verdict::unclean, leaf.place, "the daemon had not ended by itself before this start");
    } else if (leaf.kind == RecordKind::gap) {
        see(Verdict::gap, leaf.place,
            records(number_member(line, "records").value_or(0)) + " could not be written: " +
                printable(text_member(line, "why").value_or("no reason is given")));
    } else if (leaf.kind == RecordKind::expiry) {
        expiries_.emplace_back(leaf.n, leaf.place);
    } else if (leaf.kind == RecordKind::audit_key) {
        if (const auto key = audit_key_record(line)) {
            keys_.replace(leaf.n, *key);
        } else {
            see(Verdict::unreadable, leaf.place, "this record names no key");
        }
    }
}

bool TreeCheck::account_for(std::uint64_t begin, std::uint64_t end, TrailPlace place) {
    const auto& known = knowledge_.expired.of(report_.origin);
    auto at = begin;
    while (at != end) {
        const auto next = std::find_if(known.begin(), known.end(), [&](const auto& each) {
            return each.first == at && each.end <= end;
        });
        if (next == known.end()) {
            break;
        }
        auto tree = with_subtrees(tree_, next->end, next->subtrees);
        if (!tree) {
            break;
        }
        tree_ = *std::move(tree);
        at = next->end;
    }
    if (at != end) {
        is_broken_ = true;
        return false;
    }
    see(Verdict::expired, place,
        "records " + std::to_string(begin) + " to " + std::to_string(end - 1) +
            ", which were before this line, were deleted as a record says");
    while (next_checkpoint_ < checkpoints_.size() && checkpoints_[next_checkpoint_].size < end) {
        ++next_checkpoint_;  // of leaves that are not there
    }
    report_.leaves = end;
    meet_checkpoints();
    return true;
}

void TreeCheck::meet_checkpoints() {
    while (next_checkpoint_ < checkpoints_.size() &&
           checkpoints_[next_checkpoint_].size <= report_.leaves) {
        const auto& stored = checkpoints_[next_checkpoint_++];
        meet(stored, next_checkpoint_ == checkpoints_.size());
    }
}

void TreeCheck::meet(const StoredCheckpoint& stored, bool is_last) {
    const auto note = knowledge_.checkpoints.note(stored);
    const auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!checkpoint) {
        see(Verdict::unreadable, stored.place, checkpoint.error().what);
        return;
    }
    const bool fits = is_broken_ || stored.size != tree_.size() || checkpoint->root == tree_.root();
    meet_signature(stored, *note, fits, is_last);
    if (is_broken_) {
        return;
    }
    if (fits) {
        hold(stored, *checkpoint, *note);
        return;
    }
    const bool is_signed = keys_.has_key() && keys_.judge(*note) == SignatureVerdict::good;
    if (report_.covered == stored.size && report_.covered != 0) {
        // Another one of the same size holds.
        see(is_signed || stored.is_anchor ? Verdict::fork : Verdict::changed, stored.place,
            checkpoint_of(stored.size) + " has another root than the one that holds");
    } else if (!failure_) {
        failure_ = Failure{stored, after_last_good_, last_place_, is_signed};
    }
}

void TreeCheck::meet_signature(const StoredCheckpoint& stored, const SignedNote& note, bool fits,
                               bool is_last) {
    const bool is_wanted = is_last || !fits || stored.is_anchor || keys_.is_changing() ||
                           next_checkpoint_ % stride_ == 0;
    if (is_wanted && !(stored.is_anchor && note.signatures.empty())) {
        ++knowledge_.signatures;
        report_signature(keys_.judge(note), stored);
    }
    if (!stored.is_anchor) {
        keys_.pass(stored.size);
    }
}

void TreeCheck::hold(const StoredCheckpoint& stored, const Checkpoint& checkpoint,
                     const SignedNote& note) {
    if (failure_) {
        // The records are what a later checkpoint says: it is the earlier one that is wrong.
        const bool is_fork = failure_->is_signed || failure_->checkpoint.is_anchor;
        see(is_fork ? Verdict::fork : Verdict::changed, failure_->checkpoint.place,
            checkpoint_of(failure_->checkpoint.size) + " does not hold, and a later one does" +
                (is_fork ? ": it is of another history" : ": it was changed"));
        failure_.reset();
    }
    if (stored.size != tree_.size()) {
        return;
    }
    report_.covered = stored.size;
    report_.root = base64(octets_of(checkpoint.root));
    report_.key = keys_.in_force() ? keys_.in_force()->text() : std::string();
    wants_place_ = true;
    if (knowledge_.watcher != nullptr) {
        knowledge_.watcher->hold(checkpoint, note, stored.is_anchor);
    }
}

void TreeCheck::report_signature(SignatureVerdict verdict, const StoredCheckpoint& stored) {
    const auto what = checkpoint_of(stored.size);
    switch (verdict) {
        case SignatureVerdict::good:
        case SignatureVerdict::unsigned_note:
        case SignatureVerdict::no_key: break;
        case SignatureVerdict::missing:
            see(Verdict::bad_signature, stored.place, what + " is not signed");
            break;
        case SignatureVerdict::wrong:
            see(Verdict::bad_signature, stored.place,
                what + ": the signature is not of this text and this key");
            break;
        case SignatureVerdict::unknown_key:
            see(Verdict::bad_signature, stored.place,
                what + " is signed with a key that nothing vouches for");
            break;
        case SignatureVerdict::out_of_range:
            see(Verdict::key_out_of_range, stored.place,
                what + " is signed with a key that was not in force then");
            break;
    }
}

void TreeCheck::finish(TrailPlace last_file) {
    if (failure_) {
        report_failure();
    }
    report_rest(last_file);
    for (const auto& [n, place] : expiries_) {
        if (n >= report_.covered) {
            see(Verdict::unproven, place,
                "no checkpoint covers this record of deleted files: whoever deleted them may have "
                "written it");
        }
    }
    report_.holds = !is_broken_ && !failure_ && report_.covered != 0;
}

void TreeCheck::report_failure() {
    const auto& bad = failure_->checkpoint;
    const auto last_good = report_.covered == 0
                               ? std::string("none before it does")
                               : "the last that does is of " + std::to_string(report_.covered);
    const TrailPlace place = failure_->begin.line == 0 ? bad.place : failure_->begin;
    see(Verdict::changed, place,
        "records " + std::to_string(report_.covered) + " to " + std::to_string(bad.size - 1) +
            ", which begin here, are not what was written: " + checkpoint_of(bad.size) +
            " does not hold, " + last_good);
    doubtful_.push_back({failure_->begin, failure_->end, report_.covered, bad.size});
}

/// Of the checkpoints that speak of more records than there are, from the last one on: the first
/// whose signature says nothing against it.
std::uint64_t TreeCheck::last_sound_size() {
    for (auto stored = checkpoints_.rbegin();
         stored != checkpoints_.rend() && stored->size > report_.leaves; ++stored) {
        const auto note = knowledge_.checkpoints.note(*stored);
        const auto verdict = note ? keys_.judge(*note) : SignatureVerdict::wrong;
        ++knowledge_.signatures;
        if (stored->is_anchor || verdict == SignatureVerdict::good ||
            verdict == SignatureVerdict::unsigned_note || verdict == SignatureVerdict::no_key) {
            return stored->size;
        }
        report_signature(verdict, *stored);
    }
    return 0;
}

void TreeCheck::report_rest(TrailPlace last_file) {
    if (const auto last = last_sound_size(); last > report_.leaves) {
        see(Verdict::cut_tail, report_.read == 0 ? last_file : last_place_,
            records(last - report_.leaves) + " that " + checkpoint_of(last) +
                " speaks of are missing after this line");
        return;
    }
    if (checkpoints_.empty()) {
        see(Verdict::unproven, first_place_,
            "no checkpoint of the tree " + printable(report_.origin) +
                " is there: nothing proves its " + records(report_.read));
        return;
    }
    const auto rest = report_.leaves - report_.covered;
    if (rest == 0 || failure_ || is_broken_) {
        return;
    }
    const bool is_late = report_.last_time - first_uncovered_ > patience;
    see(is_late ? Verdict::unproven : Verdict::not_covered_yet, after_last_good_,
        records(rest) + " from here on: no checkpoint covers " + (rest == 1 ? "it" : "them") +
            (is_late ? ", although the first is older than a minute" : " yet"));
}

void TreeCheck::compare_with(const Checkpoint& remembered, TrailPlace place) {
    if (remembered.origin != report_.origin) {
        return;  // said by whoever knows which trees there are
    }
    if (remembered.size > report_.leaves) {
        see(Verdict::cut_tail, last_place_,
            records(remembered.size - report_.leaves) +
                " are missing after this line, as the tree that follows remembers");
    } else if (!is_broken_ && remembered.size == tree_.size() && remembered.root != tree_.root()) {
        see(Verdict::fork, place,
            "this tree remembers another root of " + records(remembered.size) +
                " of the tree before it");
    }
}

}  // namespace msa
