// The program under test, run once as a command. The environment variable MSA_MILTER names it.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace msa::wire {

/// What a command has left when it ended.
struct Ended {
    int status = -1;  // the exit status, or 128 and the signal that killed it
    std::string out;
    std::string err;
};

/// Runs to its end; who is root stays so.
[[nodiscard]] Ended run(const std::vector<std::string>& arguments);

/// Starts it with its output in files: appended to, made if need be. `before`: a command of the
/// shell that comes first, as `ulimit -n 300`.
[[nodiscard]] pid_t start(const std::vector<std::string>& arguments, const std::string& out,
                          const std::string& err, const std::string& before = {});

/// Of waitpid(): the exit status, or 128 and the signal.
[[nodiscard]] int status_of(int waited);

[[nodiscard]] std::string contents(const std::string& path);

}  // namespace msa::wire
