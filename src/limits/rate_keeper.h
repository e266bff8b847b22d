// Keeps rates in a file, behind the mail: what a kill loses is the last second.
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "limits/memory_limits.h"
#include "limits/rate_file.h"
#include "limits/recent_events.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace msa {

class RateKeeper {
public:
    /// What an admin should know: a sentence, once for each trouble, and once when it is over.
    using Say = std::function<void(const std::string& what, bool is_trouble)>;

    /// Restores what the file has into `rates`, which must outlive this. A file that is damaged is
    /// moved to PATH.damaged, and a new one begun. Mail never waits for any trouble.
    /// The same of `limits`, where there are any.
    RateKeeper(RecentEvents& rates, std::string path, Say say, MemoryLimits* limits = nullptr);
    RateKeeper(const RateKeeper&) = delete;
    RateKeeper& operator=(const RateKeeper&) = delete;
    /// Writes what has changed.
    ~RateKeeper();

    /// Writes each second from now on.
    void begin();
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Why rates would be forgotten at a restart; empty: they would not.
    [[nodiscard]] std::string trouble() const;

    /// Writes what has changed, and what could not be written until now.
    void keep() noexcept;

private:
    void write_changes();
    [[nodiscard]] Result<void> make_ready();
    [[nodiscard]] Result<void> write(const KeptLimits& limits);
    void close(const Error& why);
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> restore(RateFile& file);
    [[nodiscard]] Result<RateFile> opened_or_begun_anew();
    void begin_anew(const std::string& why);
    void note(const Result<void>& done);

    RecentEvents& rates_;
    MemoryLimits* limits_;
    std::string path_;
    Say say_;
    std::optional<RateFile> file_;
    std::map<std::string, KeptRate> unwritten_;  // by key
    bool is_restored_ = false;                   // what the file had when it was opened first
    bool has_lost_changes_ = false;              // then everything is to be written
    std::chrono::system_clock::time_point forget_at_{};
    Guarded<std::string> trouble_;
    std::optional<Repeated> writing_;  // the last member: it uses all others
};

}  // namespace msa
