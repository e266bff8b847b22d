#include "commands/suspension_notices.h"

#include "audit/timestamp.h"
#include "base/text.h"
#include "commands/suspension_json.h"
#include "system/program.h"

#include <exception>
#include <utility>

#include <nlohmann/json.hpp>
#include <sys/prctl.h>

namespace msa {
namespace {

constexpr std::size_t most_output = std::size_t{64} * 1024;

std::string end_of(const Suspension& suspension) {
    return suspension.until ? timestamp(*suspension.until) : "somebody releases it";
}

LogLine line_about(const Suspension& suspension, std::string_view result) {
    auto line = LogLine("suspension");
    line.add("notice", result).add("login", suspension.login);
    return line;
}

}  // namespace

std::string mail_about(const Suspension& suspension, const std::string& host,
                       const std::vector<std::string>& to) {
    const auto login = printable(suspension.login);
    return "From: MAILER-DAEMON@" + host + " (msa-milter)\nTo: " + join(to, ",\n ") +
           "\nSubject: A login is suspended on " + host +
           "\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
           "Content-Type: text/plain; charset=us-ascii\n\n"
           "The login\n\n    " +
           login + "\n\nmay submit no mail any more.\n\nWhy:   " + printable(suspension.why) +
           "\nBy:    " + printable(suspension.by) + "\nSince: " + timestamp(suspension.since) +
           "\nUntil: " + end_of(suspension) +
           "\n\nWhat it sent:   msa-milter audit query --login LOGIN\nTo release it:  "
           "msa-milter limit release LOGIN --why TEXT\n";
}

std::string json_about(const Suspension& suspension) {
    nlohmann::ordered_json json{{"event", "suspended"}};
    json.update(suspension_json(suspension));
    return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

SuspensionNotices::SuspensionNotices(Ways ways, const Log& log)
    : ways_(std::move(ways)), log_(log), thread_([this] { run(); }) {
    if (!ways_.settings.mail.empty() && ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) {
        log_.warning(LogLine("suspension")
                         .add("error",
                              "[suspensions] mail: this service may gain no privileges "
                              "(NoNewPrivileges), which sendmail needs to queue mail; see "
                              "msa-milter(8)"));
    }
}

SuspensionNotices::~SuspensionNotices() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

/// The caller holds the mutex.
bool SuspensionNotices::is_due(const std::string& login) {
    const auto now = Clock::now();
    std::erase_if(told_, [now](const auto& each) { return each.second + between <= now; });
    return told_.try_emplace(login, now).second;
}

void SuspensionNotices::offer(const Suspension& suspension) noexcept {
    if (ways_.settings.notify.empty() && ways_.settings.mail.empty()) {
        return;
    }
    try {
        const char* left_out = nullptr;
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() >= most_waiting) {
                left_out = "left out: too many wait";
            } else if (!is_due(suspension.login)) {
                left_out = "left out: the last one is less than an hour old";
            } else {
                waiting_.push_back(suspension);
                changed_.notify_one();
            }
        }
        if (left_out != nullptr) {
            log_.warning(line_about(suspension, left_out));
        }
    } catch (const std::exception&) {  // no memory: the record and the log have it
    }
}

void SuspensionNotices::run() {
    while (true) {
        Suspension suspension;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
            if (is_over_) {
                return;
            }
            suspension = std::move(waiting_.front());
            waiting_.pop_front();
        }
        try {
            tell(suspension);
        } catch (const std::exception& error) {
            log_.error(line_about(suspension, "failed").add("error", error.what()));
        }
    }
}

void SuspensionNotices::tell(const Suspension& suspension) const {
    const auto& settings = ways_.settings;
    if (!settings.notify.empty()) {
        run_program_of("program", settings.notify, json_about(suspension), suspension);
    }
    if (!settings.mail.empty()) {
        std::vector<std::string> words{ways_.sendmail, "-i", "-f", "<>", "--"};
        words.insert(words.end(), settings.mail.begin(), settings.mail.end());
        run_program_of("mail", words, mail_about(suspension, ways_.host, settings.mail),
                       suspension);
    }
}

void SuspensionNotices::run_program_of(const char* way, const std::vector<std::string>& words,
                                       const std::string& input,
                                       const Suspension& suspension) const {
    const auto done = run_program(words, most_output, input, ways_.patience);
    if (done && done->status == 0) {
        log_.info(line_about(suspension, "sent").add("way", way));
        return;
    }
    auto line = line_about(suspension, "failed").add("way", way);
    if (!done) {
        line.add("error", done.error().what);
    } else {
        line.add("error", words.front() + " ended with " + std::to_string(done->status) + ": " +
                              std::string(trimmed(done->err)));
    }
    log_.error(line);
}

}  // namespace msa
