// The daemon under test, see daemon.h.
#include "wire/daemon.h"

#include "base/file.h"
#include "base/text.h"
#include "fakes/whole_rules.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace msa::wire {

namespace {

constexpr uid_t nobody = 65534;

gid_t group_of(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    gid_t group = 0;
    for (std::string word; status >> word && word != "Gid:";) {
    }
    status >> group;
    return group;
}

}  // namespace

bool answers(const std::string& socket) {
    try {
        const MilterClient visitor(socket);
        return true;
    } catch (const ConnectionLost&) {
        return false;
    }
}

std::string engine() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes it
    const char* const named = std::getenv("MSA_ENGINE");
    return named == nullptr ? "libmilter" : named;
}

std::string staff_rules() {
    return R"(version = "test"
[identity]
sources = ["sasl"]
[owners]
tables = ["staff"]
self = true
[tables.staff]
type = "inline"
entries = { "alice@example.com" = ["alice"], "bob@example.com" = ["bob"] }
)";
}

Daemon::Daemon(const Setup& setup) : before_(setup.before) {
    socket_ = setup.socket.empty() ? "unix:" + path("m.sock") : setup.socket;
    const bool is_root = ::geteuid() == 0;
    if (is_root && ::chown(folder_.path().c_str(), nobody, nobody) != 0) {
        throw std::runtime_error("the folder of a daemon cannot be given to nobody");
    }
    write_rules(setup.rules);
    std::ofstream(path("more.toml"))
        << (setup.more_rules.empty() ? "" : whole_rules(setup.more_rules));
    std::ofstream(path("settings.toml"))
        << "socket = \"" << socket_ << "\"\nrules = "
        << (setup.more_rules.empty()
                ? '"' + path("rules.toml") + '"'
                : "[\"" + path("rules.toml") + "\", \"" + path("more.toml") + "\"]")
        << "\nengine = \"" << (setup.engine.empty() ? engine() : setup.engine) << "\"\naudit = \""
        << path("audit.jsonl") << "\"\nlog = \"stderr\"\n"
        << (setup.settings.find("control = ") == std::string::npos ? "control = \"control\"\n" : "")
        << (is_root ? "user = \"nobody\"\n" : "") << setup.settings;
    start();
}

Daemon::~Daemon() {
    if (is_running()) {
        signal(SIGKILL);
        (void)exit_status();  // the answer is known
    }
}

void Daemon::start() {
    const std::string log = path("log");
    process_ = wire::start({"run", "--config", path("settings.toml")}, log, log, before_);
    status_ = -1;
    (void)comes_true([this] { return !is_running() || answers(socket_); });
}

void Daemon::signal(int number) const {
    ::kill(process_, number);
}

void Daemon::freeze() const {
    signal(SIGSTOP);
    int status = 0;
    if (::waitpid(process_, &status, WUNTRACED) != process_ || !WIFSTOPPED(status)) {
        throw std::runtime_error("the daemon does not stop");
    }
}

bool Daemon::is_running() {
    if (status_ == -1 && ::waitpid(process_, &status_, WNOHANG) != process_) {
        status_ = -1;
    }
    return status_ == -1;
}

int Daemon::exit_status() {
    if (!comes_true([this] { return !is_running(); })) {
        throw std::runtime_error("the daemon does not end");
    }
    return status_of(status_);
}

void Daemon::write_rules(std::string_view text) const {
    write_whole_rules(whole_rules(std::string(text)));
}

void Daemon::write_whole_rules(std::string_view text) const {
    // In one step, as an editor would: the daemon may be reading.
    const std::string draft = path("rules.new");
    std::ofstream(draft) << text;
    fs::rename(draft, path("rules.toml"));
}

std::string Daemon::log() const {
    return contents(path("log"));
}

bool Daemon::logs(std::string_view text, std::size_t times) const {
    return comes_true([&] { return occurrences(log(), text) >= times; });
}

std::vector<nlohmann::json> Daemon::records(int client_port, std::size_t count) const {
    const std::string mark = "\"port\":" + std::to_string(client_port) + ",";
    std::vector<std::string> lines;
    const bool are_there = comes_true([&] {
        lines.clear();
        std::istringstream all(contents(path("audit.jsonl")));
        for (std::string line; std::getline(all, line) && !all.eof();) {
            if (line.find(mark) != std::string::npos) {
                lines.push_back(line);
            }
        }
        return lines.size() >= count;
    });
    if (!are_there) {
        throw std::runtime_error("audit records are missing");
    }
    std::vector<nlohmann::json> result;
    result.reserve(lines.size());
    for (const std::string& line : lines) {
        result.push_back(nlohmann::json::parse(line));
    }
    return result;
}

long Daemon::resident() const {
    std::ifstream statm("/proc/" + std::to_string(process_) + "/statm");
    long total = 0;
    long pages = 0;
    statm >> total >> pages;
    return pages * ::sysconf(_SC_PAGESIZE) / 1024;
}

std::size_t Daemon::descriptors() const {
    const fs::directory_iterator open("/proc/" + std::to_string(process_) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(open), end(open)));
}

std::chrono::milliseconds Daemon::processor_time() const {
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(process_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) {
        throw std::runtime_error("the processor time of the daemon is not known");
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec));
}

void Daemon::limit(int resource, unsigned long most) const {
    // Who is no more than root in a container may limit processes of its own user only.
    const pid_t child = ::fork();
    if (child == 0) {
        const auto which = static_cast<__rlimit_resource>(resource);
        rlimit limit{};
        const bool is_same_user =
            ::geteuid() != 0 || (::setgid(group_of(process_)) == 0 && ::setuid(nobody) == 0);
        const bool is_known = is_same_user && ::prlimit(process_, which, nullptr, &limit) == 0;
        limit.rlim_cur = most;
        ::_exit(is_known && ::prlimit(process_, which, &limit, nullptr) == 0 ? 0 : 1);
    }
    int status = -1;
    if (::waitpid(child, &status, 0) != child || status != 0) {
        throw std::runtime_error("the limit of the daemon cannot be set");
    }
}

Daemon& shared_daemon() {
    struct Shared {
        Daemon daemon;
        Shared() = default;
        Shared(const Shared&) = delete;
        Shared& operator=(const Shared&) = delete;
        ~Shared() {
            daemon.signal(SIGTERM);
            if (daemon.exit_status() != 0) {
                // Behind the last test nothing else can fail any more.
                std::cerr << daemon.log() << "the shared daemon has ended badly\n";
                std::_Exit(EXIT_FAILURE);
            }
        }
    };
    static Shared shared;
    return shared.daemon;
}

int free_port() {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    socklen_t size = sizeof name;
    const FileDescriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::bind(probe.get(), address, size) != 0 ||
        ::getsockname(probe.get(), address, &size) != 0) {
        throw std::runtime_error("no free port");
    }
    return ntohs(name.sin_port);
}

}  // namespace msa::wire
