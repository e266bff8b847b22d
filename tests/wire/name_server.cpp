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
)";

NameServerPlace with_port(NameServerPlace place) {
    place.port = place.port == 0 ? free_port() : place.port;
    return place;
}

}  // namespace

NameServer::NameServer(std::string_view records, std::string_view more, NameServerPlace where)
    : place_(with_port(std::move(where))) {
    const auto place = [this](std::string_view file) {
        return ": \"" + folder_.path_of(file) + "\"\n";
    };
    std::ofstream(folder_.path_of("nsd.conf"))
        << "server:\n    ip-address: " << address() << "\n    zonesdir: \"" << folder_.path()
        << "\"\n    logfile" << place("log") << "    pidfile" << place("pid") << "    xfrdfile"
        << place("xfrd") << "    xfrdir: \"" << folder_.path() << "\"\n    zonelistfile"
        << place("zones") << settings << place_.more
        << "remote-control:\n    control-enable: no\nzone:\n    name: \"" << place_.zone
        << "\"\n    zonefile" << place("zone") << more;
    write_zone(records);
    start();
}

void NameServer::write_zone(std::string_view records) {
    std::ofstream(folder_.path_of("zone"))
        << "$ORIGIN " << place_.zone << (place_.zone == "." ? "" : ".") << "\n$TTL 60\n"
        << place_.servers << "@ SOA ns hostmaster " << ++serial_ << " 3600 600 86400 60\n"
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
    posix_spawnattr_t attributes{};  // a group of its own: it has several processes
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int error = ::posix_spawn(&process_, "/usr/sbin/nsd", &actions, &attributes,
                                    const_cast<char* const*>(arguments.data()), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        throw std::runtime_error("cannot run /usr/sbin/nsd");
    }
    if (!comes_true([this] { return listens(place_.port, place_.address); })) {
        throw std::runtime_error("the name server does not listen");
    }
}

void NameServer::freeze() const {
    (void)::kill(-process_, SIGSTOP);
}

void NameServer::go_on() const {
    (void)::kill(-process_, SIGCONT);
}

void NameServer::stop() {
    if (process_ != -1) {
        go_on();
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }
}

std::string NameServer::address() const {
    return place_.address + '@' + std::to_string(place_.port);
}

}  // namespace msa::wire
