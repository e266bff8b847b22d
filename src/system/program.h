// Runs another program to its end, without a shell.
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ProgramOutput {
    int status = 0;  // the exit status, or 128 and the signal that ended it
    std::string out;
    std::string err;
};

/// `words`: the program, found as in PATH unless it holds a slash, and its arguments; not empty. It
/// reads `input` from its standard input, and no signal is blocked for it. Errors, all unavailable:
/// it cannot be started, it printed more than `most` octets, or it was not over after `patience`.
/// Then it is killed; where there is a `patience`, so are the programs that it started.
[[nodiscard]] Result<ProgramOutput> run_program(
    const std::vector<std::string>& words, std::size_t most, std::string_view input = {},
    std::optional<std::chrono::milliseconds> patience = std::nullopt);

}  // namespace msa
