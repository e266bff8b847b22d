// Names beside the trail's file, see trail_paths.h.
#include "audit/trail_paths.h"

namespace msa {

TrailPaths TrailPaths::of(const std::string& file) {
    constexpr std::string_view extension = ".jsonl";
    const auto stem =
        file.ends_with(extension) ? file.substr(0, file.size() - extension.size()) : file;
    return {.file = file,
            .checkpoint = stem + ".checkpoint",
            .checkpoints = stem + ".checkpoints",
            .state = stem + ".state",
            .lock = stem + ".lock",
            .rules = stem + ".rules",
            .pseudonyms = stem + ".pseudonyms"};
}

}  // namespace msa
