// A real name server, see name_server.h.
#include "wire/name_server.h"

#include "wire/daemon.h"
#include "wire/patience.h"
#include "wire/server_process.h"

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa::wire {

namespace {

// Rate limits would make NSD drop answers of a busy test.
constexpr std::string_view settings = R"(
    username: ""
    server-count: 1
    database: ""
    rrl-ratelimit: 0
remote-control:
    control-enable: no
zone:
    name: "example"
)";

constexpr std::string_view zone_head = R"($ORIGIN example.
$TTL 60
@ NS ns
ns A 192.0.2.53
)";

}  // namespace

NameServer::NameServer(std::string_view records, std::string_view more) : port_(free_port()) {
    const auto place = [this](std::string_view file) {
        return ": \"" + folder_.path_of(file) + "\"\n";
    };
    std::ofstream(folder_.path_of("nsd.conf"))
        << "server:\n    ip-address: " << address() << "\n    zonesdir: \"" << folder_.path()
        << "\"\n    logfile" << place("log") << "    pidfile" << place("pid") << "    xfrdfile"
        << place("xfrd") << "    xfrdir: \"" << folder_.path() << "\"\n    zonelistfile"
        << place("zones") << settings << "    zonefile" << place("zone") << more;
    write_zone(records);
    start();
}

void NameServer::write_zone(std::string_view records) {
    std::ofstream(folder_.path_of("zone"))
        << zone_head << "@ SOA ns hostmaster " << ++serial_ << " 3600 600 86400 60\n"
        << records;
}

void NameServer::replace(std::string_view records) {
    stop();
    write_zone(records);
    start();
}

void NameServer::forget() {
    stop();
    for (const auto* file : {"zone", "xfrd"}) {
        std::filesystem::remove(folder_.path_of(file));
    }
    start();
}

NameServer::~NameServer() {
    stop();
}

void NameServer::start() {
    const std::string settings_file = folder_.path_of("nsd.conf");
    const std::string output = folder_.path_of("output");
    const std::array<const char*, 5> arguments{"nsd", "-d", "-c", settings_file.c_str(), nullptr};
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, output.c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int error = ::posix_spawn(&process_, "/usr/sbin/nsd", &actions, nullptr,
                                    const_cast<char* const*>(arguments.data()), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw std::runtime_error("cannot run /usr/sbin/nsd");
    }
    if (!comes_true([this] { return listens(port_); })) {
        throw std::runtime_error("the name server does not listen");
    }
}

void NameServer::stop() {
    if (process_ != -1) {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }
}

std::string NameServer::address() const {
    return "127.0.0.1@" + std::to_string(port_);
}

}  // namespace msa::wire
