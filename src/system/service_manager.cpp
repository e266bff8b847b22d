#include "system/service_manager.h"

#include "base/file.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace msa {

namespace {

// NOLINTBEGIN(concurrency-mt-unsafe): no other thread is there yet
std::string taken(const char* name) {
    const char* const value = std::getenv(name);
    std::string text = value == nullptr ? "" : value;
    (void)::unsetenv(name);  // fails for bad names only
    return text;
}
// NOLINTEND(concurrency-mt-unsafe)

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && rest == end && number > 0 ? number : 0;
}

/// A line of STATUS cannot hold another.
std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(line.begin(), line.end(), is_control, ' ');
    return line;
}

}  // namespace

ServiceManager ServiceManager::of_environment() {
    ServiceManager manager;
    manager.socket_ = taken("NOTIFY_SOCKET");
    const auto watchdog = number_in(taken("WATCHDOG_USEC"));
    const auto watched = number_in(taken("WATCHDOG_PID"));
    if (!manager.socket_.empty() && (watched == 0 || watched == ::getpid())) {
        manager.watchdog_ = std::chrono::microseconds(watchdog);
    }
    return manager;
}

void ServiceManager::ready(std::string_view status) const noexcept {
    tell("READY=1\nSTATUS=" + one_line(status));
}

void ServiceManager::reloading() const noexcept {
    timespec now{};
    (void)::clock_gettime(CLOCK_MONOTONIC, &now);  // there is always one
    const auto microseconds = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void ServiceManager::stopping() const noexcept {
    tell("STOPPING=1");
}

void ServiceManager::alive() const noexcept {
    tell("WATCHDOG=1");
}

void ServiceManager::tell(std::string_view lines) const noexcept {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path) {
        return;
    }
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (address.sun_path[0] == '@') {
        address.sun_path[0] = '\0';  // unix(7): an abstract name
    }
    const FileDescriptor sender(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    (void)::sendto(sender.get(), lines.data(), lines.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address), length);
}

}  // namespace msa
