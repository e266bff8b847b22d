#pragma once

#include <string>
#include <vector>

namespace msa {

/// What a reader sees of a line of a manual's source: escapes of roff as the characters they stand
/// for.
std::string without_roff(std::string text);

/// The blocks between .nf and .fi in src/man/PAGE that begin so, as a reader sees them.
std::vector<std::string> manual_examples(const std::string& page, const std::string& beginning);

}  // namespace msa
