#include "control/control_client.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "base/text.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace msa {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr std::size_t longest_answer = std::size_t{16} << 20U;

Error system_error() {
    return Error{std::generic_category().message(errno)};
}

Error cannot_connect(int error) {
    switch (error) {
        case ENOENT:
        case ECONNREFUSED: return Error{"no daemon answers there; is msa-milter running?"};
        case EACCES:
        case EPERM:
            return {"only root, the daemon's user and control_group may ask",
                    ErrorKind::no_permission};
        case EAGAIN: return Error{"too many ask at once; try again"};
        default: return Error{std::generic_category().message(error)};
    }
}

Result<void> wait_for(const FileDescriptor& socket, short events, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd waited{.fd = socket.get(), .events = events, .revents = 0};
        const int count = left.count() > 0 ? ::poll(&waited, 1, static_cast<int>(left.count())) : 0;
        if (count == 0) {
            return Error{"the daemon does not answer in time"};
        }
        if (count > 0) {
            return {};
        }
        if (errno != EINTR) {
            return system_error();
        }
    }
}

Result<void> send_line(const FileDescriptor& socket, std::string_view line,
                       Clock::time_point deadline) {
    while (!line.empty()) {
        if (const auto ready = wait_for(socket, POLLOUT, deadline); !ready) {
            return ready;
        }
        const auto count = ::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EPIPE) {
            return {};  // it has said why
        }
        if (count < 0 && errno != EAGAIN && errno != EINTR) {
            return system_error();
        }
        line.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

Result<std::string> receive_line(const FileDescriptor& socket, Clock::time_point deadline) {
    std::string received;
    for (;;) {
        if (const auto ready = wait_for(socket, POLLIN, deadline); !ready) {
            return ready.error();
        }
        std::array<char, 65536> octets{};
        const auto count = ::recv(socket.get(), octets.data(), octets.size(), 0);
        if (count == 0 || (count < 0 && errno == ECONNRESET)) {
            return Error{"the daemon has closed the connection"};
        }
        if (count < 0 && errno != EAGAIN && errno != EINTR) {
            return system_error();
        }
        received.append(octets.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
        if (const auto end = received.find('\n'); end != std::string::npos) {
            return received.substr(0, end);
        }
        if (received.size() > longest_answer) {
            return Error{"the daemon's answer is too long"};
        }
    }
}

Result<Json> result_in(const std::string& line) {
    auto answer = Json::parse(line, nullptr, false);
    if (answer.is_object() && answer.contains("result")) {
        return std::move(answer["result"]);
    }
    if (answer.is_object() && answer.contains("error") && answer["error"].is_string()) {
        return Error{answer["error"].get<std::string>(), ErrorKind::bad_input};
    }
    return Error{"what answers is not msa-milter"};
}

Result<Json> asked(const std::string& path, const std::string& line, Clock::time_point deadline) {
    const auto address = unix_address(path);
    if (!address) {
        return address.error();
    }
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.is_open()) {
        return system_error();
    }
    if (::connect(socket.get(), address->get(), address->length) != 0) {
        return cannot_connect(errno);
    }
    if (const auto sent = send_line(socket, line, deadline); !sent) {
        return sent.error();
    }
    const auto answer = receive_line(socket, deadline);
    return answer ? result_in(*answer) : answer.error();
}

}  // namespace

Result<Json> ask_daemon(const std::string& path, const std::string& method, const Json& parameters,
                        std::chrono::milliseconds patience) {
    Json request{{"method", method}};
    if (!parameters.empty()) {
        request["parameters"] = parameters;
    }
    const auto line = request.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    auto result = asked(path, line, Clock::now() + patience);
    return result ? std::move(result) : within("control socket " + printable(path), result.error());
}

}  // namespace msa
