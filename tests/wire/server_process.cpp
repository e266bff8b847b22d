// A real server as a child of the test, see server_process.h.
#include "wire/server_process.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "base/stream.h"
#include "wire/patience.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa::wire {

ServerProcess::ServerProcess(std::vector<std::string> arguments, std::string output,
                             std::function<bool()> is_up)
    : arguments_(std::move(arguments)), output_(std::move(output)), is_up_(std::move(is_up)) {}

ServerProcess::~ServerProcess() {
    stop();
}

void ServerProcess::start() {
    std::vector<char*> words;
    for (auto& each : arguments_) {
        words.push_back(each.data());
    }
    words.push_back(nullptr);
    constexpr int flags = O_WRONLY | O_CREAT | O_APPEND;
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output_.c_str(), flags, 0644);
    ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int error =
        ::posix_spawnp(&process_, words.front(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        process_ = -1;
        throw std::runtime_error("cannot run " + arguments_.front());
    }
    if (!comes_true(is_up_)) {
        throw std::runtime_error(arguments_.front() + " does not serve, see " + output_);
    }
}

void ServerProcess::stop() {
    if (process_ != -1) {
        (void)::kill(process_, SIGCONT);
        (void)::kill(process_, end_);
        (void)::waitpid(process_, nullptr, 0);
        process_ = -1;
    }
}

void ServerProcess::freeze() const {
    (void)::kill(process_, SIGSTOP);
    (void)::waitpid(process_, nullptr, WUNTRACED);  // its threads run on until then
}

void ServerProcess::go_on() const {
    (void)::kill(process_, SIGCONT);
}

bool listens(int port, const std::string& address) {
    const bool is_ipv6 = address.find(':') != std::string::npos;
    const auto place =
        parse_socket_address((is_ipv6 ? "inet6:" : "inet:") + std::to_string(port) + '@' + address);
    return place &&
           Stream::connect(*place, std::chrono::steady_clock::now() + std::chrono::seconds(10))
               .has_value();
}

bool shell(const std::string& command) {
    return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c,concurrency-mt-unsafe): a test
}

}  // namespace msa::wire
