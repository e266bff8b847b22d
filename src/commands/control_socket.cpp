#include "commands/control_socket.h"

#include "base/socket_address.h"
#include "commands/control_methods.h"
#include "commands/folders.h"
#include "commands/health.h"
#include "commands/privileges.h"

#include <exception>
#include <utility>

#include <sys/stat.h>

namespace msa {
namespace {

/// For root, the daemon's user, and `control_group` if there is one.
Result<ListeningSocket> opened(const DaemonSettings& settings, const std::string& place) {
    const auto address = parse_socket_address(place);
    if (!address) {
        return address.error();
    }
    const std::string& path = address->path;
    std::optional<uid_t> owner;
    if (is_root()) {
        const auto user = user_to_become(settings.user);
        if (!user) {
            return user.error();
        }
        if (const auto made = make_run_folder(path, user->id, user->group); !made) {
            return made.error();
        }
        owner = user->id;
    }
    const bool has_group = !settings.control_group.empty();
    auto socket = ListeningSocket::open({.socket = place,
                                         .socket_owner = owner,
                                         .socket_group = settings.control_group,
                                         .socket_mode = has_group ? 0660U : 0600U});
    if (!socket) {
        return naming_folder(socket.error(), path, "-m 0755 -o " + settings.user);
    }
    return socket;
}

std::optional<gid_t> group_of(const DaemonSettings& settings) {
    struct stat status {};
    if (settings.control_group.empty() || ::lstat(control_path(settings).c_str(), &status) != 0) {
        return std::nullopt;
    }
    return status.st_gid;
}

void complain(const DaemonSettings& settings, std::string_view error, const Log& log) {
    log.warning(LogLine("control").add("socket", control_path(settings)).add("error", error));
}

}  // namespace

std::string control_path(const DaemonSettings& settings) {
    const auto path = settings.control.value_or(default_control);
    return path == "none" ? std::string() : path;
}

Result<std::optional<ListeningSocket>> open_control(const DaemonSettings& settings,
                                                    const Log& log) {
    if (control_path(settings).empty()) {
        return std::optional<ListeningSocket>();
    }
    auto socket = opened(settings, "unix:" + control_path(settings));
    if (socket) {
        return std::optional(*std::move(socket));
    }
    if (settings.control) {
        return within("control", socket.error());
    }
    complain(settings, socket.error().what, log);
    return std::optional<ListeningSocket>();
}

Result<std::optional<ListeningSocket>> open_metrics(const DaemonSettings& settings) {
    if (settings.metrics.empty()) {
        return std::optional<ListeningSocket>();
    }
    auto socket = opened(settings, settings.metrics);
    if (!socket) {
        return within("metrics", socket.error());
    }
    return std::optional(*std::move(socket));
}

void serve_metrics(std::optional<ListeningSocket>& socket, const Running& running,
                   std::unique_ptr<HttpServer>& server, const Log& log) {
    if (!socket) {
        return;
    }
    const auto descriptor = socket->hand_over();
    auto started = descriptor
                       ? HttpServer::start(FileDescriptor(*descriptor), metrics_answer(running))
                       : descriptor.error();
    if (!started) {
        log.warning(LogLine("metrics").add("error", started.error().what));
        return;
    }
    server = *std::move(started);
}

void serve_control(std::optional<ListeningSocket>& socket, Running& running,
                   std::optional<ControlServer>& server, const Log& log) {
    if (!socket) {
        return;
    }
    try {
        const auto descriptor = socket->hand_over();
        if (!descriptor) {
            complain(running.settings, descriptor.error().what, log);
            return;
        }
        server.emplace(FileDescriptor(*descriptor), group_of(running.settings),
                       control_methods(running), log);
    } catch (const std::exception& error) {
        complain(running.settings, error.what(), log);
    }
}

}  // namespace msa
