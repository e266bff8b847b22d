// Log lines, see log.h.
#include "base/log.h"

#include "base/file.h"
#include "base/log_queue.h"
#include "base/socket_address.h"
#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>
#include <span>

#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>

namespace msa {

namespace {

bool speaks_for_itself(char c) {
    return c > ' ' && !is_control(c) && !is_8bit(c) && c != '"' && c != '\\' && c != '=';
}

std::string quoted(std::string_view value) {
    // printable() doubles backslashes and writes controls and 8-bit octets as \xHH.
    std::string result = "\"";
    for (const char c : printable(value, max_log_value)) {
        if (c == '"') {
            result += '\\';
        }
        result += c;
    }
    return result + '"';
}

int priority_of(LogLevel level) {
    switch (level) {
        case LogLevel::error: return LOG_ERR;
        case LogLevel::warning: return LOG_WARNING;
        case LogLevel::info: return LOG_INFO;
        case LogLevel::debug: break;
    }
    return LOG_DEBUG;
}

void write_to_syslog(std::span<const LogQueue::Line> lines) {
    for (const auto& line : lines) {
        ::syslog(priority_of(line.level), "%s", line.text.c_str());
    }
}

void write_to_standard_error(std::span<const LogQueue::Line> lines) {
    const std::string beginning = "msa-milter[" + std::to_string(::getpid()) + "]: ";
    std::string text;
    for (const auto& line : lines) {
        text += beginning;
        text += to_text(line.level);
        text += ' ';
        text += line.text;
        text += '\n';
    }
    // Not buffered. Nobody could be told that standard error is gone.
    (void)std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

LogLine LogLine::about_message(std::string_view queue_id) {
    LogLine line;
    line.text_ = queue_id.empty() ? "NOQUEUE" : printable(queue_id, 64);
    line.text_ += ':';
    return line;
}

LogLine& LogLine::add(std::string_view key, std::string_view value) {
    if (!text_.empty()) {
        text_ += ' ';
    }
    text_ += key;
    text_ += '=';
    const bool plain = !value.empty() && value.size() <= max_log_value &&
                       std::all_of(value.begin(), value.end(), speaks_for_itself);
    text_ += plain ? std::string(value) : quoted(value);
    return *this;
}

Log::Log(Sink sink, LogLevel least) : least_(least) {
    // LOG_NDELAY: the socket must be open before the process is confined.
    ::openlog("msa-milter", LOG_PID | LOG_NDELAY, LOG_MAIL);
    queue_ = std::make_unique<LogQueue>(sink == Sink::syslog ? write_to_syslog
                                                             : write_to_standard_error);
}

Log::~Log() = default;

bool Log::is_syslog_there(const std::string& path) {
    const auto address = unix_address(path);
    if (!address) {
        return false;
    }
    // As the C library does: datagrams, or else a stream.
    for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
        const FileDescriptor socket(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (socket.is_open() &&
            (::connect(socket.get(), address->get(), address->length) == 0 || errno == EAGAIN)) {
            return true;  // perhaps busy
        }
    }
    return false;
}

void Log::write(LogLevel level, const LogLine& line) const noexcept {
    if (level > least_) {
        return;
    }
    try {
        queue_->add(level, line.text());
    } catch (const std::bad_alloc&) {
        queue_->add(level, {});  // no memory for the words
    }
}

void Log::flush(std::chrono::milliseconds patience) const noexcept {
    queue_->flush(patience);
}

std::string_view to_text(LogLevel level) {
    switch (level) {
        case LogLevel::error: return "error";
        case LogLevel::warning: return "warning";
        case LogLevel::info: return "info";
        case LogLevel::debug: break;
    }
    return "debug";
}

}  // namespace msa
