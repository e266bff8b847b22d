#include "trail/expiry_plan.h"

#include "trail/compact_range.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

namespace msa {

namespace {

namespace fs = std::filesystem;

/// Leaves of a file that follow each other in one tree.
struct Run {
    std::string origin;
    CompactRange range;
};

struct FileLeaves {
    std::vector<Run> runs;
    bool is_young = false;     // a record is not older than it has to be
    bool is_unproven = false;  // leaves are missing in front of one of them
};

/// What of each file would stay.
class Leaves final : public TreeWatcher {
public:
    explicit Leaves(std::int64_t before) : before_(before) {}

    [[nodiscard]] bool wants(std::string_view /*line*/) const override { return false; }
    void leaf(const std::string& origin, const MerkleTree* before, const TrailLeaf& leaf) override {
        auto& file = files_[leaf.place.file];
        file.is_unproven = file.is_unproven || before == nullptr;
        if (leaf.time >= before_) {
            file.is_young = true;
            file.runs.clear();
        }
        if (file.is_young) {
            return;
        }
        auto& runs = file.runs;
        if (runs.empty() || runs.back().origin != origin || runs.back().range.end() != leaf.n) {
            runs.push_back({origin, CompactRange(leaf.n)});
        }
        runs.back().range.add(leaf.hash);
    }
    void hold(const Checkpoint& checkpoint, const SignedNote& /*note*/,
              bool /*is_anchor*/) override {
        auto& covered = covered_[checkpoint.origin];
        covered = std::max(covered, checkpoint.size);
    }

    [[nodiscard]] const std::map<std::size_t, FileLeaves>& files() const { return files_; }
    [[nodiscard]] bool are_covered(const FileLeaves& file) const {
        return !file.is_unproven &&
               std::all_of(file.runs.begin(), file.runs.end(), [this](const Run& run) {
                   const auto covered = covered_.find(run.origin);
                   return covered != covered_.end() && run.range.end() <= covered->second;
               });
    }

private:
    std::int64_t before_;
    std::map<std::size_t, FileLeaves> files_;
    std::map<std::string, std::uint64_t> covered_;
};

/// What keeps a file; empty: nothing.
std::string finding_in(const VerificationReport& report, std::size_t file) {
    for (const auto& each : report.observations.kept()) {
        const bool is_wrong = concern_of(each.verdict) == Concern::integrity;
        if (each.place.file == file && (is_wrong || each.verdict == Verdict::before_tree)) {
            return report.where(each.place) + ": " + std::string(to_text(each.verdict)) + ": " +
                   each.what;
        }
    }
    return {};
}

/// Findings whose place is no file of records, or is not known, may be about all of them.
Result<void> look_at_findings(const VerificationReport& report,
                              const std::map<std::size_t, FileLeaves>& files) {
    const auto& observations = report.observations;
    for (const auto& each : observations.kept()) {
        if (concern_of(each.verdict) == Concern::integrity && !files.contains(each.place.file)) {
            return Error{report.where(each.place) + ": " + std::string(to_text(each.verdict)) +
                             ": " + each.what + "; nothing is deleted from such a trail",
                         ErrorKind::bad_input};
        }
    }
    for (std::size_t i = 0; i < verdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        const bool matters =
            concern_of(verdict) == Concern::integrity || verdict == Verdict::before_tree;
        if (matters && observations.count(verdict) > Observations::kept_of_each) {
            return Error{std::to_string(observations.count(verdict)) + " findings are \"" +
                             std::string(to_text(verdict)) +
                             "\": nothing is deleted from such a trail; see `audit verify`",
                         ErrorKind::bad_input};
        }
    }
    return {};
}

bool is_same_file(const std::string& path, const std::string& other) {
    std::error_code unknown;
    return fs::equivalent(path, other, unknown) && !unknown;
}

ExpirableFile expirable(const std::string& path, const FileLeaves& file) {
    ExpirableFile made{path, {}};
    for (const auto& run : file.runs) {
        made.leaves.push_back({fs::path(path).filename().string(), run.origin, run.range.begin(),
                               run.range.end(), run.range.subtrees()});
    }
    return made;
}

}  // namespace

Result<ExpiryPlan> expiry_plan(VerificationRequest request, const std::string& open_file,
                               std::int64_t before) {
    Leaves leaves(before);
    request.watcher = &leaves;
    const auto report = verify_trail(request);
    if (!report) {
        return report.error();
    }
    if (const auto looked = look_at_findings(*report, leaves.files()); !looked) {
        return looked.error();
    }
    ExpiryPlan plan;
    for (const auto& [index, file] : leaves.files()) {
        const auto& path = report->files.at(index);
        if (file.is_young || is_same_file(path, open_file)) {
            continue;
        }
        if (auto finding = finding_in(*report, index); !finding.empty()) {
            plan.kept.push_back({path, std::move(finding)});
        } else if (!leaves.are_covered(file)) {
            plan.kept.push_back({path, "no checkpoint that holds covers all its records"});
        } else {
            plan.files.push_back(expirable(path, file));
        }
    }
    return plan;
}

}  // namespace msa
