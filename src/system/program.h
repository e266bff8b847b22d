// Runs another program to its end, without a shell.
#pragma once

#include "base/result.h"

#include <chrono>
#include <functional>
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

struct ProgramRun {
    std::vector<std::string> words;
    std::size_t most = 0;
    std::vector<std::string_view> input{};  // one after the other
    std::optional<std::chrono::milliseconds> patience{};
    std::function<bool()> is_unwanted{};  // asked all the while: true is the end of patience
};

/// `words`: the program, found as in PATH unless it holds a slash, and its arguments; not empty. It
/// reads `input` from its standard input, and no signal is blocked for it, nor SIGPIPE ignored.
/// What it leaves running can print nothing more. Errors, all unavailable: it cannot be started, it
/// printed more than `most` octets, or it was not over after `patience`. Then it is killed; where
/// there is a `patience`, so are the programs that it started.
[[nodiscard]] Result<ProgramOutput> run_program(
    const std::vector<std::string>& words, std::size_t most, std::string_view input = {},
    std::optional<std::chrono::milliseconds> patience = std::nullopt);
[[nodiscard]] Result<ProgramOutput> run_program(const ProgramRun& run);

}  // namespace msa
