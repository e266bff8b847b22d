// Runs a program of the MTA, which may not be in the PATH of who asks.
#pragma once

#include "base/result.h"
#include "system/program.h"

#include <string>
#include <vector>

namespace msa {

/// As run_program(); where the PATH does not have it, /usr/sbin may. An exit status other than 0 is
/// an error, too, with what it said: no_permission where it was refused, else unavailable; but not
/// where its standard error has `done`: what it was to do is done.
[[nodiscard]] Result<ProgramOutput> run_queue_program(const std::vector<std::string>& words,
                                                      const std::string& done = {});

/// Whether there is such a program, in the PATH or in /usr/sbin.
[[nodiscard]] bool has_queue_program(const std::string& name);

}  // namespace msa
