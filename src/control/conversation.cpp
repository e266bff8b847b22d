#include "control/conversation.h"

#include "control/request.h"

#include <array>
#include <cerrno>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace msa {

Conversation::Conversation(FileDescriptor socket, const ControlLimits& limits,
                           std::optional<uid_t> user)
    : socket_(std::move(socket)), limits_(limits), user_(user) {
    go_on();
}

void Conversation::go_on() {
    deadline_ = Clock::now() + limits_.patience;
}

short Conversation::events() const {
    return out_.empty() ? POLLIN : POLLOUT;
}

std::optional<Conversation::Clock::time_point> Conversation::deadline() const {
    return is_at_work_ ? std::nullopt : std::optional(deadline_);
}

std::optional<std::string> Conversation::proceed() {
    if (!out_.empty()) {
        write();
    }
    if (!out_.empty() || is_over_) {
        return std::nullopt;
    }
    if (auto line = next_line()) {
        return line;
    }
    read();
    return next_line();
}

void Conversation::write() {
    const auto count = ::send(socket_.get(), out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) {
        is_over_ = errno != EAGAIN && errno != EINTR;
        return;
    }
    out_.erase(0, static_cast<std::size_t>(count));
    if (out_.empty()) {
        is_over_ = is_last_;
        go_on();
    }
}

void Conversation::read() {
    std::array<char, 4096> octets{};
    const auto count = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (count < 0) {
        is_over_ = errno != EAGAIN && errno != EINTR;
        return;
    }
    has_ended_ = count == 0;
    in_.append(octets.data(), static_cast<std::size_t>(count));
}

std::optional<std::string> Conversation::next_line() {
    const auto end = in_.find('\n');
    if (end == std::string::npos ? in_.size() > limits_.longest_line : end > limits_.longest_line) {
        dismiss("a line is longer than " + std::to_string(limits_.longest_line) + " octets");
        return std::nullopt;
    }
    if (end == std::string::npos) {
        if (has_ended_) {
            is_over_ = in_.empty();
            dismiss("the line has no end");
        }
        return std::nullopt;
    }
    std::string line = in_.substr(0, end);
    in_.erase(0, end + 1);
    is_at_work_ = true;
    return line;
}

void Conversation::answer(std::string_view line) {
    is_at_work_ = false;
    out_ = line;
    out_ += '\n';
    go_on();
    write();
}

void Conversation::dismiss(std::string_view error) {
    if (!is_over_) {
        is_last_ = true;
        in_.clear();
        answer(error_line(error));
    }
}

}  // namespace msa
