// Log lines for operators: `event=reload result=ok file=/etc/...`. A line stays one line whatever
// octets its values hold.
#pragma once

#include <chrono>
#include <concepts>
#include <memory>
#include <string>
#include <string_view>

namespace msa {

enum class LogLevel { error, warning, info, debug };

/// Longest value in a line, in octets as written; what is longer is cut and ends with "...".
inline constexpr std::size_t max_log_value = 1000;

/// A line in the making. Keys are ours and written as they are; values may come from anybody.
class LogLine {
public:
    explicit LogLine(std::string_view event) { add("event", event); }
    /// A line about one message: starts with the queue id as the MTA's own lines do, or NOQUEUE.
    [[nodiscard]] static LogLine about_message(std::string_view queue_id);

    /// The value is quoted where it is empty or holds anything but printable ASCII without blanks,
    /// quotes, backslashes and equals signs; inside quotes the odd ones are \", \\ and \xHH.
    LogLine& add(std::string_view key, std::string_view value);
    template <std::integral Number>
    LogLine& add(std::string_view key, Number value) {
        return add(key, std::string_view(std::to_string(value)));
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    LogLine() = default;

    std::string text_;
};

class LogQueue;

/// Where lines go. Any thread may write at any time, and waits for nobody: a thread of its own
/// hands lines on, and says how many were lost where the log did not take them.
class Log {
public:
    enum class Sink { syslog, standard_error };

    /// Lines of levels behind `least` are dropped. Opens syslog in any case: libmilter writes
    /// there.
    explicit Log(Sink sink, LogLevel least = LogLevel::info);
    /// Whether somebody takes what syslog(3) sends.
    [[nodiscard]] static bool is_syslog_there(const std::string& path = "/dev/log");

    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    void write(LogLevel level, const LogLine& line) const noexcept;
    void error(const LogLine& line) const noexcept { write(LogLevel::error, line); }
    void warning(const LogLine& line) const noexcept { write(LogLevel::warning, line); }
    void info(const LogLine& line) const noexcept { write(LogLevel::info, line); }
    void debug(const LogLine& line) const noexcept { write(LogLevel::debug, line); }

    /// Waits until all is handed on, or the time is up.
    void flush(std::chrono::milliseconds patience) const noexcept;

private:
    LogLevel least_;
    std::unique_ptr<LogQueue> queue_;
};

[[nodiscard]] std::string_view to_text(LogLevel level);

}  // namespace msa
