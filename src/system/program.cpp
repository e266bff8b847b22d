// Other programs, see program.h. What they read and print goes through files in memory, so that
// nobody waits for a pipe.
#include "system/program.h"

#include "base/file.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa {
namespace {

FileDescriptor file_in_memory(const char* name) {
    return FileDescriptor(::memfd_create(name, MFD_CLOEXEC));
}

Result<std::string> contents(const FileDescriptor& file, const std::string& name,
                             std::size_t most) {
    std::string text;
    std::array<char, 65536> buffer{};
    while (true) {
        const auto count =
            ::pread(file.get(), buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
        if (count < 0) {
            return file_error(name, errno);
        }
        if (count == 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > most) {
            return Error{.what = name + ": printed more than " + std::to_string(most) + " octets",
                         .kind = ErrorKind::unavailable};
        }
    }
}

/// A file in memory that is read from its beginning; closed, with errno, where there is none.
FileDescriptor file_of(std::string_view text) {
    auto file = file_in_memory("in");
    std::size_t written = 0;
    while (file.is_open() && written < text.size()) {
        const auto count = ::pwrite(file.get(), text.data() + written, text.size() - written,
                                    static_cast<off_t>(written));
        if (count < 0 && errno != EINTR) {
            const int code = errno;
            file = FileDescriptor();
            errno = code;
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    return file;
}

struct Streams {
    FileDescriptor in;
    FileDescriptor out;
    FileDescriptor err;

    [[nodiscard]] bool are_open() const { return in.is_open() && out.is_open() && err.is_open(); }
};

/// A daemon blocks signals that its programs must hear.
class UnblockedSignals {
public:
    UnblockedSignals() {
        sigset_t none{};
        ::sigemptyset(&none);
        is_set_ = ::posix_spawnattr_init(&attributes_) == 0 &&
                  ::posix_spawnattr_setsigmask(&attributes_, &none) == 0 &&
                  ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK) == 0;
    }
    UnblockedSignals(const UnblockedSignals&) = delete;
    UnblockedSignals& operator=(const UnblockedSignals&) = delete;
    ~UnblockedSignals() {
        (void)::posix_spawnattr_destroy(&attributes_);  // it frees memory and cannot fail
    }

    [[nodiscard]] const posix_spawnattr_t* attributes() const {
        return is_set_ ? &attributes_ : nullptr;
    }

private:
    posix_spawnattr_t attributes_{};
    bool is_set_ = false;
};

/// Starts it with these as its standard streams; errno where that cannot be.
int start(const std::vector<std::string>& words, const Streams& streams, pid_t& process) {
    std::vector<char*> arguments;
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));  // the interface of POSIX
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    if (const int error = ::posix_spawn_file_actions_init(&actions); error != 0) {
        return error;
    }
    const UnblockedSignals signals;
    int error = ::posix_spawn_file_actions_adddup2(&actions, streams.in.get(), STDIN_FILENO);
    if (error == 0) {
        error = ::posix_spawn_file_actions_adddup2(&actions, streams.out.get(), STDOUT_FILENO);
    }
    if (error == 0) {
        error = ::posix_spawn_file_actions_adddup2(&actions, streams.err.get(), STDERR_FILENO);
    }
    if (error == 0) {
        error = ::posix_spawnp(&process, arguments.front(), &actions, signals.attributes(),
                               arguments.data(), environ);
    }
    (void)::posix_spawn_file_actions_destroy(&actions);  // it frees memory and cannot fail
    return error;
}

/// What waitpid(2) tells of the process, when it is over.
Result<int> waited_for(pid_t process, const std::string& name,
                       std::optional<std::chrono::milliseconds> patience) {
    constexpr std::chrono::milliseconds pause{2};
    const auto begun = std::chrono::steady_clock::now();
    int waited = 0;
    while (true) {
        const auto ended = ::waitpid(process, &waited, patience ? WNOHANG : 0);
        if (ended == process) {
            return waited;
        }
        if (ended < 0 && errno != EINTR) {
            return file_error(name, errno);
        }
        if (patience && std::chrono::steady_clock::now() - begun > *patience) {
            (void)::kill(process, SIGKILL);  // it is ours and not reaped: it is there
            (void)::waitpid(process, &waited, 0);
            return Error{name + ": not over after " + std::to_string(patience->count()) + " ms"};
        }
        if (ended == 0) {
            std::this_thread::sleep_for(pause);
        }
    }
}

}  // namespace

Result<ProgramOutput> run_program(const std::vector<std::string>& words, std::size_t most,
                                  std::string_view input,
                                  std::optional<std::chrono::milliseconds> patience) {
    const std::string& name = words.front();
    const Streams streams{
        .in = file_of(input), .out = file_in_memory("out"), .err = file_in_memory("err")};
    if (!streams.are_open()) {
        return file_error(name, errno);
    }
    pid_t process = -1;
    if (const int error = start(words, streams, process); error != 0) {
        return Error{.what = file_error(name, error).what, .kind = ErrorKind::unavailable};
    }
    const auto waited = waited_for(process, name, patience);
    if (!waited) {
        return waited.error();
    }
    auto printed = contents(streams.out, name, most);
    if (!printed) {
        return printed.error();
    }
    auto said = contents(streams.err, name, most);
    if (!said) {
        return said.error();
    }
    return ProgramOutput{
        .status = WIFEXITED(*waited) ? WEXITSTATUS(*waited) : 128 + WTERMSIG(*waited),
        .out = *std::move(printed),
        .err = *std::move(said)};
}

}  // namespace msa
