// Which files of a trail may be deleted without a proof becoming less: whole ones, of which a
// checkpoint that holds speaks to the last record, and in which nothing is wrong.
#pragma once

#include "trail/verification.h"

#include <cstdint>
#include <string>
#include <vector>

namespace msa {

struct ExpirableFile {
    std::string path;
    std::vector<ExpiredLeaves> leaves;  // for each tree that it has some of; `file` is its name
};

struct ExpiryPlan {
    struct Kept {
        std::string path;
        std::string why;
    };
    std::vector<ExpirableFile> files;
    std::vector<Kept> kept;  // old enough all the same
};

/// Of files all of whose records were made before that time, in microseconds since 1970.
/// `open_file`, which is being written, is never among them. Error: bad_input, where it is not
/// clear which file a finding is about.
[[nodiscard]] Result<ExpiryPlan> expiry_plan(VerificationRequest request,
                                             const std::string& open_file, std::int64_t before);

}  // namespace msa
