// The program under test, see program.h.
#include "wire/program.h"

#include "fakes/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa::wire {

namespace {

std::string program() {
    const char* const name = std::getenv("MSA_MILTER");  // NOLINT(concurrency-mt-unsafe): read only
    if (name == nullptr) {
        throw std::runtime_error("MSA_MILTER must name the program to test");
    }
    return name;
}

}  // namespace

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

int status_of(int waited) {
    return WIFEXITED(waited) ? WEXITSTATUS(waited) : 128 + WTERMSIG(waited);
}

pid_t start(const std::vector<std::string>& arguments, const std::string& out,
            const std::string& err, const std::string& before) {
    const std::string file = program();
    const std::string script = before + R"(; exec "$0" "$@")";
    std::vector<const char*> words{file.c_str()};
    if (!before.empty()) {
        words.insert(words.begin(), {"/bin/sh", "-c", script.c_str()});
    }
    for (const std::string& argument : arguments) {
        words.push_back(argument.c_str());
    }
    words.push_back(nullptr);
    constexpr int flags = O_WRONLY | O_CREAT | O_APPEND;
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), flags, 0644);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), flags, 0644);
    pid_t process = -1;
    const int error = ::posix_spawn(&process, words.front(), &actions, nullptr,
                                    const_cast<char* const*>(words.data()), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw std::runtime_error("cannot run " + file);
    }
    return process;
}

Ended run(const std::vector<std::string>& arguments) {
    const TemporaryFolder folder;
    const std::string out = folder.path_of("out");
    const std::string err = folder.path_of("err");
    const pid_t process = start(arguments, out, err);
    int waited = 0;
    while (::waitpid(process, &waited, 0) != process) {
        if (errno != EINTR) {
            throw std::runtime_error("the program is lost");
        }
    }
    return {.status = status_of(waited), .out = contents(out), .err = contents(err)};
}

}  // namespace msa::wire
