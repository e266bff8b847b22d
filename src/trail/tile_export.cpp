// Trees as logs, see tile_export.h: the first reading says how far each tree is proven, the second
// one writes so much of it.
#include "trail/tile_export.h"

#include "base/text.h"
#include "trail/tile_writer.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

namespace msa {

namespace {

namespace fs = std::filesystem;

/// The last checkpoint of each tree that holds.
class LastCheckpoints final : public TreeWatcher {
public:
    [[nodiscard]] bool wants(std::string_view /*line*/) const override { return false; }
    void leaf(const std::string& /*origin*/, const MerkleTree* /*before*/,
              const TrailLeaf& /*leaf*/) override {}
    void hold(const Checkpoint& checkpoint, const SignedNote& note, bool /*is_anchor*/) override {
        last_[checkpoint.origin] = {checkpoint, note};
    }

    struct Last {
        Checkpoint checkpoint;
        SignedNote note;
    };
    [[nodiscard]] const std::map<std::string, Last>& all() const { return last_; }

private:
    std::map<std::string, Last> last_;
};

/// Writes leaves of trees as far as their checkpoints go.
class Exporter final : public TreeWatcher {
public:
    struct Tree {
        LastCheckpoints::Last last;
        TileWriter tiles;
        bool holds = false;
    };
    explicit Exporter(std::map<std::string, Tree>& trees) : trees_(trees) {}

    [[nodiscard]] bool wants(std::string_view /*line*/) const override { return !trouble_; }
    void leaf(const std::string& origin, const MerkleTree* /*before*/,
              const TrailLeaf& leaf) override {
        const auto tree = trees_.find(origin);
        if (trouble_ || tree == trees_.end() || leaf.n >= tree->second.last.checkpoint.size ||
            leaf.n != tree->second.tiles.size()) {
            return;
        }
        if (const auto added = tree->second.tiles.add(leaf.line); !added) {
            trouble_ = added.error();
        }
    }
    void hold(const Checkpoint& checkpoint, const SignedNote& /*note*/,
              bool /*is_anchor*/) override {
        const auto tree = trees_.find(checkpoint.origin);
        if (tree != trees_.end()) {
            tree->second.holds = tree->second.holds || checkpoint == tree->second.last.checkpoint;
        }
    }

    [[nodiscard]] Result<void> finish() {
        if (trouble_) {
            return *trouble_;
        }
        for (auto& [origin, tree] : trees_) {
            const auto& [checkpoint, note] = tree.last;
            if (!tree.holds || tree.tiles.size() != checkpoint.size) {
                return Error{"the trail changed while it was read: export it again",
                             ErrorKind::unavailable};
            }
            if (const auto done = tree.tiles.finish(note.octets()); !done) {
                return done;
            }
        }
        return {};
    }

private:
    std::map<std::string, Tree>& trees_;
    std::optional<Error> trouble_;
};

/// Names of trees are lines of files that anybody may have written.
bool can_be_folder(const std::string& origin) {
    const auto parts = split(origin, '/');
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return !part.empty() && !part.starts_with('.') &&
               std::all_of(part.begin(), part.end(), [](char c) {
                   return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
               });
    });
}

Result<void> can_be_made(const std::string& top, const std::string& origin) {
    if (!can_be_folder(origin)) {
        return Error{printable(origin) + ": this name of a tree cannot be one of a folder",
                     ErrorKind::bad_input};
    }
    std::error_code error;
    const auto folder = top + '/' + origin;
    return fs::exists(folder, error)
               ? Error{folder + ": is there already; name another folder", ErrorKind::cannot_create}
               : Result<void>();
}

/// Why a tree cannot be exported; empty: it can.
std::string obstacle(const TreeReport& tree, const LastCheckpoints& checkpoints) {
    if (tree.covered == 0 || checkpoints.all().count(tree.origin) == 0) {
        return "no checkpoint of it holds; `msa-milter audit verify` says why";
    }
    if (tree.read < tree.covered) {
        return "a log needs all records, and " + std::to_string(tree.covered - tree.read) +
               " of them are not in these files";
    }
    return {};
}

Result<std::vector<TreeReport>> wanted_trees(const VerificationReport& report,
                                             const LastCheckpoints& checkpoints,
                                             const std::string& origin, const std::string& folder) {
    std::vector<TreeReport> wanted;
    for (const auto& tree : report.trees) {
        if (!origin.empty() && tree.origin != origin) {
            continue;
        }
        if (const auto why = obstacle(tree, checkpoints); !why.empty()) {
            return Error{printable(tree.origin) + ": " + why, ErrorKind::bad_input};
        }
        if (const auto possible = can_be_made(folder, tree.origin); !possible) {
            return possible.error();
        }
        wanted.push_back(tree);
    }
    if (wanted.empty()) {
        return Error{"no tree " + printable(origin) + " is in the trail", ErrorKind::bad_input};
    }
    return wanted;
}

/// For both readings together.
Progress part_of(const Progress& whole, bool is_second) {
    return [whole, is_second](std::uint64_t done, std::uint64_t all) {
        whole(done + (is_second ? all : 0), 2 * all);
    };
}

}  // namespace

Result<TileExport> export_tiles(VerificationRequest request, const std::string& origin,
                                const std::string& folder) {
    LastCheckpoints checkpoints;
    const auto progress = request.progress;
    request.watcher = &checkpoints;
    request.progress = part_of(progress, false);
    const auto report = verify_trail(request);
    if (!report) {
        return report.error();
    }
    const auto wanted = wanted_trees(*report, checkpoints, origin, folder);
    if (!wanted) {
        return wanted.error();
    }
    TileExport exported;
    std::map<std::string, Exporter::Tree> trees;
    for (const auto& tree : *wanted) {
        const auto own = folder + '/' + tree.origin;
        std::error_code error;
        if (fs::create_directories(own, error); error) {
            return Error{own + ": " + error.message(), ErrorKind::cannot_create};
        }
        const auto& last = checkpoints.all().at(tree.origin);
        trees.emplace(tree.origin, Exporter::Tree{last, TileWriter(own)});
        exported.trees.push_back({tree.origin, own, tree.covered, tree.leaves - tree.covered,
                                  !last.note.signatures.empty()});
    }
    Exporter exporter(trees);
    request.watcher = &exporter;
    request.progress = part_of(progress, true);
    if (const auto again = verify_trail(request); !again) {
        return again.error();
    }
    if (const auto finished = exporter.finish(); !finished) {
        return finished.error();
    }
    exported.is_trail_whole = report->has_integrity() && report->is_complete();
    return exported;
}

}  // namespace msa
