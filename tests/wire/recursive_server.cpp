// A real resolver, see recursive_server.h.
#include "wire/recursive_server.h"

#include "wire/daemon.h"

#include <csignal>
#include <filesystem>

namespace msa::wire {
namespace {

std::string settings_of(int port, const std::string& folder, const std::string& server,
                        const std::vector<std::string>& names) {
    std::string text = "server:\n    interface: 127.0.0.1@" + std::to_string(port) +
                       "\n    directory: \"" + folder + R"("
    username: ""
    chroot: ""
    pidfile: ""
    use-syslog: no
    num-threads: 1
    module-config: "iterator"
    do-not-query-localhost: no
    local-zone: "." static
    local-zone: "example." transparent
    local-zone: "2.0.192.in-addr.arpa." static
)";
    for (const auto& each : names) {
        text += "    " + each + '\n';
    }
    return text +
           "remote-control:\n    control-enable: no\nstub-zone:\n    name: \"example\"\n"
           "    stub-addr: " +
           server + '\n';
}

}  // namespace

RecursiveServer::RecursiveServer(const std::string& server, const std::vector<std::string>& names)
    : port_(free_port()),
      process_({program(), "-d", "-p", "-c",
                folder_.write("unbound.conf", settings_of(port_, folder_.path(), server, names))},
               folder_.path_of("output"), [this] { return listens(port_); }) {
    process_.end_by(SIGTERM);
    process_.start();
}

std::string RecursiveServer::program() {
    for (const char* const path : {"build/unpacked/usr/sbin/unbound", "/usr/sbin/unbound"}) {
        if (std::filesystem::exists(path)) {
            return path;
        }
    }
    return {};
}

std::string RecursiveServer::address() const {
    return "127.0.0.1@" + std::to_string(port_);
}

}  // namespace msa::wire
