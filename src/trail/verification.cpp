// Verification, see verification.h: files are read in the order of the leaves they hold, and their
// leaves handed to their trees.
#include "trail/verification.h"

#include "trail/trail_walk.h"

#include <algorithm>

namespace msa {

bool VerificationReport::has_integrity() const {
    return observations.count(Concern::integrity) == 0 && records != 0 &&
           std::all_of(trees.begin(), trees.end(), [](const auto& tree) { return tree.holds; });
}

bool VerificationReport::is_complete() const {
    return observations.count(Concern::completeness) == 0;
}

std::string VerificationReport::where(TrailPlace place) const {
    return files.at(place.file) + (place.line == 0 ? "" : ':' + std::to_string(place.line));
}

namespace {

using Content = TrailFile::Content;

struct Opened {
    std::vector<TrailFile> files;
    CheckpointStore store;
    Observations observations;
};

Result<void> add_checkpoints(Opened& opened, const std::vector<std::string>& anchors) {
    for (std::size_t i = 0; i < opened.files.size(); ++i) {
        const auto& file = opened.files[i];
        if (file.content != Content::checkpoints) {
            continue;
        }
        const auto added = opened.store.add_file(file.path, i, false, opened.observations);
        if (!added) {
            return added.error();
        }
    }
    for (const auto& path : anchors) {
        const auto before = opened.store.count();
        const auto index = opened.files.size();
        opened.files.push_back({path, Content::checkpoints, {}, {}});
        const auto added = opened.store.add_file(path, index, true, opened.observations);
        if (!added) {
            return added.error();
        }
        if (opened.store.count() == before) {
            return Error{path + ": this is not a checkpoint", ErrorKind::bad_input};
        }
    }
    opened.store.sort();
    return {};
}

Result<Opened> opened(const VerificationRequest& request) {
    auto files = trail_files(request.paths);
    if (!files) {
        return files.error();
    }
    Opened opened;
    opened.files = *std::move(files);
    const bool has_records =
        std::any_of(opened.files.begin(), opened.files.end(),
                    [](const TrailFile& file) { return file.is_for_records(); });
    if (!has_records) {
        return Error{"no file with records is among them", ErrorKind::bad_input};
    }
    const auto added = add_checkpoints(opened, request.anchors);
    return added ? Result<Opened>(std::move(opened)) : added.error();
}

}  // namespace

Result<VerificationReport> verify_trail(const VerificationRequest& request) {
    auto trail = opened(request);
    if (!trail) {
        return trail.error();
    }
    ExpiredRecords expired(trail->files);
    TrailKnowledge knowledge{trail->store, expired, request.every_signature, request.watcher,
                             std::move(trail->observations)};
    TrailWalk walk(trail->files, request, knowledge);
    if (const auto walked = walk.run(); !walked) {
        return walked.error();
    }
    VerificationReport report = std::move(walk.report());
    for (const auto& file : trail->files) {
        report.files.push_back(file.path);
    }
    report.observations = std::move(knowledge.observations);
    report.checkpoints = trail->store.count();
    report.signatures = knowledge.signatures;
    return report;
}

}  // namespace msa
