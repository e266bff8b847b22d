// Only one process writes to a trail: it holds the lock for as long as it does.
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <string>

namespace msa {

class TrailLock {
public:
    /// Makes the lock file where there is none. Error cannot_create: another process holds it,
    /// which the text names.
    [[nodiscard]] static Result<TrailLock> take(const std::string& path);

private:
    explicit TrailLock(FileDescriptor file) : file_(std::move(file)) {}

    FileDescriptor file_;  // locked until it is closed; the file stays
};

}  // namespace msa
