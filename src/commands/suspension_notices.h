// Tells people that a login was suspended: by a program of theirs, by mail, or both.
#pragma once

#include "base/log.h"
#include "config/suspensions_settings.h"
#include "submission/suspensions.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace msa {

/// The message, with its header, lines ended by LF (RFC 5322; RFC 3834, 5: it is automatic).
/// `host`: of the sender, MAILER-DAEMON.
[[nodiscard]] std::string mail_about(const Suspension& suspension, const std::string& host,
                                     const std::vector<std::string>& to);
/// What the program reads: one line of JSON.
[[nodiscard]] std::string json_about(const Suspension& suspension);

class SuspensionNotices {
public:
    struct Ways {
        SuspensionsSettings settings;
        std::string host;
        std::string sendmail = "/usr/sbin/sendmail";
        std::chrono::milliseconds patience{60000};  // for each program
    };

    /// `log` must outlive this.
    SuspensionNotices(Ways ways, const Log& log);
    SuspensionNotices(const SuspensionNotices&) = delete;
    SuspensionNotices& operator=(const SuspensionNotices&) = delete;
    /// Waits for the program that runs; whoever else waits is not told.
    ~SuspensionNotices();

    /// Returns at once. At most one notice an hour for a login; what is left out is logged.
    void offer(const Suspension& suspension) noexcept;

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t most_waiting = 100;
    static constexpr std::chrono::hours between{1};

    [[nodiscard]] bool is_due(const std::string& login);
    void run();
    void tell(const Suspension& suspension) const;
    void run_program_of(const char* way, const std::vector<std::string>& words,
                        const std::string& input, const Suspension& suspension) const;

    Ways ways_;
    const Log& log_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Suspension> waiting_;
    std::map<std::string, Clock::time_point> told_;  // when, by login; none older than an hour
    bool is_over_ = false;
    std::thread thread_;  // the last member: it uses all others
};

}  // namespace msa
