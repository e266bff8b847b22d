// The daemon under test, in a folder of its own: started, told by signals, watched through its log
// and its audit trail. The program is the one that the environment variable MSA_MILTER names.
#pragma once

#include "fakes/temporary_folder.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

namespace msa::wire {

/// Whether somebody negotiates there: a socket is there before its rules are, and after its daemon.
[[nodiscard]] bool answers(const std::string& socket);

/// Which engine the daemons of this run have: the environment variable MSA_ENGINE names it.
[[nodiscard]] std::string engine();

/// Rules with alice@example.com and bob@example.com as owners of what their names say.
[[nodiscard]] std::string staff_rules();

struct Setup {
    std::string socket{};    // empty: a unix socket in the daemon's folder
    std::string settings{};  // further lines of its settings
    std::string rules = staff_rules();
    std::string more_rules{};  // a second rule file, more.toml
    std::string engine{};      // empty: the one of this run
    std::string before{};      // a command of the shell that comes before it
};

class Daemon {
public:
    /// Started, and taking connections, unless it ends at once: then is_running() is false.
    explicit Daemon(const Setup& setup = {});
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;
    /// Killed, if it still runs.
    ~Daemon();

    /// Once more, over what the last one left.
    void start();
    void signal(int number) const;
    /// Returns when all its threads stand still, which they do until SIGCONT.
    void freeze() const;
    [[nodiscard]] bool is_running();
    /// Waits for its end: the exit status, or 128 and the signal that killed it.
    [[nodiscard]] int exit_status();
    /// With what else a rule file needs.
    void write_rules(std::string_view text) const;
    void write_whole_rules(std::string_view text) const;

    [[nodiscard]] const std::string& socket() const { return socket_; }
    [[nodiscard]] std::string path(std::string_view name) const { return folder_.path_of(name); }
    /// Everything logged so far.
    [[nodiscard]] std::string log() const;
    /// Whether this is logged, sooner or later, `times` times.
    [[nodiscard]] bool logs(std::string_view text, std::size_t times = 1) const;
    /// The audit records of the client with this port, when there are at least `count` of them.
    [[nodiscard]] std::vector<nlohmann::json> records(int client_port, std::size_t count) const;
    /// Kilobytes of memory in use.
    [[nodiscard]] long resident() const;
    /// How many descriptors are open.
    [[nodiscard]] std::size_t descriptors() const;
    /// Of all processors, since it was started.
    [[nodiscard]] std::chrono::milliseconds processor_time() const;
    /// Sets one of the soft limits of setrlimit(2); what is there already may be over it.
    void limit(int resource, unsigned long most) const;

private:
    TemporaryFolder folder_;
    std::string socket_;
    std::string before_;
    pid_t process_ = -1;
    int status_ = -1;  // of waitpid(), when the process has ended
};

/// One daemon for all tests that leave it as it was. Ends the way a daemon should.
[[nodiscard]] Daemon& shared_daemon();

/// A port on loopback that nobody uses at this moment.
[[nodiscard]] int free_port();

}  // namespace msa::wire
