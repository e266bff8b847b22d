// A trail that a real daemon wrote and signed, and the programs that are asked about copies of it.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/program.h"

#include <cstddef>
#include <string>

namespace msa::wire {

struct SignedTrail {
    TemporaryFolder folder;
    std::string records;      // the file
    std::string checkpoints;  // the file
    std::string key;          // the verifier key
    std::size_t count = 0;    // of records
};

/// Of more records than a tile holds; written once for all tests.
[[nodiscard]] const SignedTrail& signed_trail();

/// A command of the shell; what it prints, on either way, is in `out`.
[[nodiscard]] Ended ask_shell(const std::string& command);

/// A Go program of tests/verifiers, built with Debian's packages into that folder; its path.
[[nodiscard]] std::string built_with_go(const std::string& name, const TemporaryFolder& folder);

/// In quotes of the shell.
[[nodiscard]] std::string in_quotes(const std::string& word);

}  // namespace msa::wire
