// Makes what is missing of a set-up, and says of each thing whether it was made or was there. What
// is there is never changed.
#pragma once

#include "base/replace_file.h"
#include "base/result.h"

#include <functional>
#include <string>

#include <sys/types.h>

namespace msa {

using SetupOwner = FileOwner;

class SetupWork {
public:
    explicit SetupWork(bool is_dry_run) : is_dry_run_(is_dry_run) {}

    /// With those that lead to it, which belong to who runs this, 0755. Errors: cannot_create.
    [[nodiscard]] Result<void> folder(const std::string& path, mode_t mode, SetupOwner owner);
    /// `text` is called only where the file is missing. It is there whole, or not at all.
    [[nodiscard]] Result<void> file(const std::string& path, mode_t mode, SetupOwner owner,
                                    const std::function<std::string()>& text);

    [[nodiscard]] bool is_dry_run() const { return is_dry_run_; }

private:
    void tell(bool was_there, const std::string& path) const;

    bool is_dry_run_;
};

}  // namespace msa
