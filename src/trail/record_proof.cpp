// One record and its proof, see record_proof.h.
#include "trail/record_proof.h"

#include "base/text.h"
#include "trail/control_record.h"
#include "trail/inclusion_tracker.h"

#include <algorithm>
#include <utility>

#include <string.h>  // NOLINT(modernize-deprecated-headers): memmem() is in no other

namespace msa {

namespace {

constexpr std::size_t most_named = 10;
constexpr std::size_t most_recipients = 10'000;
/// No tree grows to so many digits, and names of sessions have sixteen.
constexpr std::size_t most_digits = 15;

bool is_number(std::string_view name) {
    return name.size() <= most_digits && !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c); });
}

bool contains(std::string_view line, std::string_view wanted) {
    return ::memmem(line.data(), line.size(), wanted.data(), wanted.size()) != nullptr;
}

class Finder final : public TreeWatcher {
public:
    Finder(const RecordName& name, bool wants_anchor)
        : name_(name), is_number_(is_number(name.name)), wants_anchor_(wants_anchor) {
        pattern_ = is_number_ ? "{\"n\":" + name.name + ',' : ":\"" + name.name;
    }

    [[nodiscard]] bool wants(std::string_view line) const override {
        return is_number_ ? line.starts_with(pattern_) : contains(line, pattern_);
    }

    void leaf(const std::string& origin, const MerkleTree* before, const TrailLeaf& leaf) override {
        const bool is_of_tree = origin == found_.origin;
        if (tracker_ && is_of_tree) {
            // What is missing in between makes the proof of no later tree.
            is_followed_ = is_followed_ && before != nullptr && leaf.n == tracker_->size();
            if (is_followed_) {
                tracker_->add(leaf.hash);
            }
        }
        if (!leaf.line.empty() && (name_.origin.empty() || name_.origin == origin)) {
            look_at(origin, before, leaf);
        }
    }

    void hold(const Checkpoint& checkpoint, const SignedNote& note, bool is_anchor) override {
        const bool is_covering = tracker_ && is_followed_ && checkpoint.origin == found_.origin &&
                                 checkpoint.size == tracker_->size();
        if (is_covering && (is_anchor || !wants_anchor_)) {
            covered_ = Covered{*tracker_, checkpoint, note};
        }
    }

    [[nodiscard]] Result<RecordProof> found() {
        if (named_.empty()) {
            return Error{"no record of " + printable(name_.name) + " is in the trail",
                         ErrorKind::bad_input};
        }
        if (count_ > 1) {
            return Error{printable(name_.name) + " is the name of " + std::to_string(count_) +
                             " records: name one of " + join(named_, ", ") +
                             (count_ > named_.size() ? ", ..." : ""),
                         ErrorKind::bad_input};
        }
        for (const auto& [transaction, n] : recipients_) {
            if (transaction == transaction_) {
                found_.recipients.push_back(n);
            }
        }
        if (covered_) {
            found_.proof = TlogProof{found_.n, covered_->tracker.proof(), covered_->note,
                                     covered_->checkpoint};
        }
        return std::move(found_);
    }

private:
    struct Covered {
        InclusionTracker tracker;
        Checkpoint checkpoint;
        SignedNote note;
    };

    void look_at(const std::string& origin, const MerkleTree* before, const TrailLeaf& leaf) {
        if (is_number_) {
            if (std::to_string(leaf.n) == name_.name) {
                take(origin, before, leaf, "--origin " + origin);
            }
            return;
        }
        const auto transaction = text_member(leaf.line, "transaction").value_or("");
        const bool is_meant =
            transaction == name_.name || (leaf.kind == RecordKind::transaction &&
                                          text_member(leaf.line, "session") == name_.name);
        const bool is_of_session = transaction.starts_with(name_.name + '.');
        if (leaf.kind == RecordKind::recipients && (is_meant || is_of_session) &&
            recipients_.size() < most_recipients) {
            recipients_.emplace_back(transaction, leaf.n);
        } else if (leaf.kind == RecordKind::transaction && is_meant) {
            take(origin, before, leaf, transaction);
            transaction_ = transaction;
        }
    }

    void take(const std::string& origin, const MerkleTree* before, const TrailLeaf& leaf,
              const std::string& name) {
        ++count_;
        if (named_.size() < most_named) {
            named_.push_back(name);
        }
        if (count_ != 1) {
            return;
        }
        found_.origin = origin;
        found_.n = leaf.n;
        found_.line = leaf.line;
        if (before != nullptr) {
            tracker_.emplace(*before, leaf.hash);
        }
    }

    const RecordName& name_;
    bool is_number_;
    bool wants_anchor_;
    std::string pattern_;
    std::vector<std::string> named_;
    std::size_t count_ = 0;
    std::string transaction_;
    std::vector<std::pair<std::string, std::uint64_t>> recipients_;
    RecordProof found_;
    std::optional<InclusionTracker> tracker_;
    bool is_followed_ = true;
    std::optional<Covered> covered_;
};

}  // namespace

Result<RecordProof> record_proof(VerificationRequest request, const RecordName& name) {
    Finder finder(name, !request.anchors.empty());
    request.watcher = &finder;
    const auto report = verify_trail(request);
    if (!report) {
        return report.error();
    }
    auto found = finder.found();
    if (found) {
        found->is_trail_whole = report->has_integrity();
    }
    return found;
}

}  // namespace msa
