// Rates and limits in a file (SQLite), so that a limit outlives the daemon.
#pragma once

#include "base/result.h"
#include "limits/kept_limits.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;  // NOLINT(readability-identifier-naming): the library's name

namespace msa {

/// One key of a limit, as RecentEvents counts it.
struct KeptRate {
    std::string key;
    std::chrono::system_clock::time_point empty_at;  // when its window is empty again
    std::chrono::seconds window;
};

class RateFile {
public:
    /// Opens the file, or makes it (mode 0600). While it is open, no other process can. Errors:
    /// bad_input if the file is damaged or another's; unavailable for everything else.
    [[nodiscard]] static Result<RateFile> open(const std::string& path);

    /// All whose window is not empty at `now`; the others are deleted where the disk lets us.
    /// Errors as above.
    [[nodiscard]] Result<std::vector<KeptRate>> load(std::chrono::system_clock::time_point now);
    /// Adds or replaces them, all or, after an error, none. Errors as above.
    [[nodiscard]] Result<void> save(const std::vector<KeptRate>& rates,
                                    const KeptLimits& limits = {});
    /// Whether the disk takes anything: nothing is changed. Errors as above.
    [[nodiscard]] Result<void> write_a_little();
    /// What the limits have counted. Errors as above.
    [[nodiscard]] Result<KeptLimits> limits();
    /// Deletes all whose window is empty at `now`. Errors as above.
    [[nodiscard]] Result<void> forget(std::chrono::system_clock::time_point now);

private:
    struct End {
        void operator()(sqlite3* database) const;
    };

    RateFile(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}
    [[nodiscard]] Result<void> make_ready();
    [[nodiscard]] Result<void> run(const char* statements);
    [[nodiscard]] Result<void> put(const std::vector<KeptRate>& rates);
    [[nodiscard]] Error error(int code) const;

    std::unique_ptr<sqlite3, End> database_;
    std::string path_;
};

}  // namespace msa
