// A real server as a child of the test: started, ended, and held up by signals to its process.
#pragma once

#include <csignal>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace msa::wire {

class ServerProcess {
public:
    /// Not started. `arguments`: a program, found by PATH, that stays in the foreground. `output`
    /// is the file that gets what it prints. `is_up`: whether it serves.
    ServerProcess(std::vector<std::string> arguments, std::string output,
                  std::function<bool()> is_up);
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    /// Stopped, if it still runs.
    ~ServerProcess();

    /// Returns when it serves.
    void start();
    /// Returns when it has ended.
    void stop();
    /// What stop() sends: SIGINT, by which PostgreSQL waits for nobody, unless this is another one.
    void end_by(int number) { end_ = number; }
    /// Neither answers nor closes anything, until it goes on.
    void freeze() const;
    void go_on() const;

private:
    std::vector<std::string> arguments_;
    std::string output_;
    std::function<bool()> is_up_;
    pid_t process_ = -1;
    int end_ = SIGINT;
};

/// Whether somebody listens on this port of loopback.
[[nodiscard]] bool listens(int port, const std::string& address = "127.0.0.1");

/// Runs a shell command to its end; whether it succeeded.
[[nodiscard]] bool shell(const std::string& command);

}  // namespace msa::wire
