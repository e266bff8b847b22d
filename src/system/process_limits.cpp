// Limits of a process, see process_limits.h.
#include "system/process_limits.h"

#include "base/file.h"
#include "base/socket_address.h"

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string_view>

#include <sys/socket.h>

namespace msa {
namespace {

Result<pid_t> process_behind(const std::string& path) {
    const auto address = unix_address(path);
    if (!address) {
        return address.error();
    }
    const FileDescriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::connect(connection.get(), address->get(), address->length) != 0 ||
        ::getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return file_error(path, errno);
    }
    return peer.pid;
}

/// The soft limit in a line of /proc/PID/limits: `Max open files   1024   4096   files`.
std::string limit_in(std::string_view limits, std::string_view name) {
    const auto place = limits.find(name);
    std::string limit;
    if (place != std::string_view::npos) {
        std::istringstream(std::string(limits.substr(place + name.size()))) >> limit;
    }
    return limit;
}

}  // namespace

Result<ProcessLimits> limits_behind(const std::string& path) {
    const auto process = process_behind(path);
    if (!process) {
        return process.error();
    }
    // read_file() takes files of a known size only.
    const std::string file = "/proc/" + std::to_string(*process) + "/limits";
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    ProcessLimits limits{.process = *process,
                         .descriptors = limit_in(text.str(), "Max open files"),
                         .threads = limit_in(text.str(), "Max processes")};
    if (limits.descriptors.empty() || limits.threads.empty()) {
        return Error{file + " does not tell them"};
    }
    return limits;
}

}  // namespace msa
