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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa {
namespace {

FileDescriptor file_in_memory(const char* name) {
    return FileDescriptor(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
}

/// Who was left behind may go on writing: nobody reads that, and it takes no more memory.
void close_for_good(const FileDescriptor& file) {
    (void)::fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW);  // fails for no file of file_in_memory()
}

Error too_much(const std::string& name, std::size_t most) {
    return {name + ": printed more than " + std::to_string(most) + " octets",
            ErrorKind::unavailable};
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
            return too_much(name, most);
        }
    }
}

/// A file in memory that is read from its beginning; closed, with errno, where there is none.
FileDescriptor file_of(const std::vector<std::string_view>& texts) {
    auto file = file_in_memory("in");
    off_t end = 0;
    for (auto text : texts) {
        while (file.is_open() && !text.empty()) {
            const auto count = ::pwrite(file.get(), text.data(), text.size(), end);
            if (count < 0 && errno != EINTR) {
                const int code = errno;
                file = FileDescriptor();
                errno = code;
            }
            end += count > 0 ? count : 0;
            text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
        }
    }
    return file;
}

struct Streams {
    FileDescriptor in;
    FileDescriptor out;
    FileDescriptor err;

    [[nodiscard]] bool are_open() const { return in.is_open() && out.is_open() && err.is_open(); }
};

/// A daemon blocks and ignores signals that its programs must hear. Who leads a group is killed
/// with whom he started.
class Attributes {
public:
    explicit Attributes(bool leads_group) {
        sigset_t none{};
        ::sigemptyset(&none);
        sigset_t ignored{};
        ::sigemptyset(&ignored);
        ::sigaddset(&ignored, SIGPIPE);
        ::sigaddset(&ignored, SIGXFSZ);
        const auto flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                           (leads_group ? POSIX_SPAWN_SETPGROUP : 0);
        is_set_ = ::posix_spawnattr_init(&attributes_) == 0 &&
                  ::posix_spawnattr_setsigmask(&attributes_, &none) == 0 &&
                  ::posix_spawnattr_setsigdefault(&attributes_, &ignored) == 0 &&
                  ::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags)) == 0;
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() {
        (void)::posix_spawnattr_destroy(&attributes_);  // it frees memory and cannot fail
    }

    [[nodiscard]] const posix_spawnattr_t* get() const { return is_set_ ? &attributes_ : nullptr; }

private:
    posix_spawnattr_t attributes_{};
    bool is_set_ = false;
};

/// Starts it with these as its standard streams; errno where that cannot be.
int start(const std::vector<std::string>& words, const Streams& streams, bool leads_group,
          pid_t& process) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));  // the interface of POSIX
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    if (const int error = ::posix_spawn_file_actions_init(&actions); error != 0) {
        return error;
    }
    const Attributes attributes(leads_group);
    int error = ::posix_spawn_file_actions_adddup2(&actions, streams.in.get(), STDIN_FILENO);
    if (error == 0) {
        error = ::posix_spawn_file_actions_adddup2(&actions, streams.out.get(), STDOUT_FILENO);
    }
    if (error == 0) {
        error = ::posix_spawn_file_actions_adddup2(&actions, streams.err.get(), STDERR_FILENO);
    }
    if (error == 0) {
        error = ::posix_spawnp(&process, arguments.front(), &actions, attributes.get(),
                               arguments.data(), environ);
    }
    (void)::posix_spawn_file_actions_destroy(&actions);  // it frees memory and cannot fail
    return error;
}

bool holds_more(const FileDescriptor& file, std::size_t most) {
    struct stat status {};
    return ::fstat(file.get(), &status) == 0 && static_cast<std::size_t>(status.st_size) > most;
}

/// A program that is under way.
struct Started {
    pid_t process;
    const std::string& name;
    bool leads_group;

    /// Afterwards it is over, whatever it was about to do.
    void kill() const {
        (void)::kill(leads_group ? -process : process, SIGKILL);  // not reaped: it is there
        (void)::waitpid(process, nullptr, 0);
    }
};

/// What waitpid(2) tells of the process, when it is over.
Result<int> waited_for(const Started& started, const Streams& streams, const ProgramRun& run) {
    constexpr std::chrono::milliseconds pause{2};
    const auto begun = std::chrono::steady_clock::now();
    int waited = 0;
    while (true) {
        const auto ended = ::waitpid(started.process, &waited, WNOHANG);
        if (ended == started.process) {
            return waited;
        }
        if (ended < 0 && errno != EINTR) {
            return file_error(started.name, errno);
        }
        if (holds_more(streams.out, run.most) || holds_more(streams.err, run.most)) {
            started.kill();
            return too_much(started.name, run.most);
        }
        if (run.patience && std::chrono::steady_clock::now() - begun > *run.patience) {
            started.kill();
            return Error{started.name + ": not over after " +
                         std::to_string(run.patience->count()) + " ms"};
        }
        if (run.is_unwanted && run.is_unwanted()) {
            started.kill();
            return Error{started.name + ": stopped before it was over"};
        }
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace

Result<ProgramOutput> run_program(const std::vector<std::string>& words, std::size_t most,
                                  std::string_view input,
                                  std::optional<std::chrono::milliseconds> patience) {
    return run_program({.words = words, .most = most, .input = {input}, .patience = patience});
}

Result<ProgramOutput> run_program(const ProgramRun& run) {
    const std::string& name = run.words.front();
    const Streams streams{
        .in = file_of(run.input), .out = file_in_memory("out"), .err = file_in_memory("err")};
    if (!streams.are_open()) {
        return file_error(name, errno);
    }
    pid_t process = -1;
    const bool leads_group = run.patience.has_value();
    if (const int error = start(run.words, streams, leads_group, process); error != 0) {
        return Error{.what = file_error(name, error).what, .kind = ErrorKind::unavailable};
    }
    const auto waited = waited_for({process, name, leads_group}, streams, run);
    close_for_good(streams.out);
    close_for_good(streams.err);
    if (!waited) {
        return waited.error();
    }
    auto printed = contents(streams.out, name, run.most);
    if (!printed) {
        return printed.error();
    }
    auto said = contents(streams.err, name, run.most);
    if (!said) {
        return said.error();
    }
    return ProgramOutput{
        .status = WIFEXITED(*waited) ? WEXITSTATUS(*waited) : 128 + WTERMSIG(*waited),
        .out = *std::move(printed),
        .err = *std::move(said)};
}

}  // namespace msa
