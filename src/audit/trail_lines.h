// The lines of a trail's file, read one after another; leaves of the tree begin with their numbers.
#pragma once

#include "audit/merkle_tree.h"
#include "base/file.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa {

/// N of a line that begins with `{"n":N,`; absent: the line is no leaf.
[[nodiscard]] std::optional<std::uint64_t> leaf_number(std::string_view line);

/// Adds a line, which begins with `{`, to the tree, and with its number and an end to `text`.
void append_leaf(std::string& text, std::string_view line, MerkleTree& tree);

/// When the first record of a file was made, as it tells; empty: it is no file of a trail.
[[nodiscard]] std::string first_time(const FileDescriptor& file);

/// Shows every whole line from that octet on, without its end, and returns where the last of them
/// ends. A line that is longer than a record can be is passed over.
[[nodiscard]] Result<off_t> read_lines(const FileDescriptor& file, const std::string& path,
                                       off_t begin,
                                       const std::function<void(std::string_view)>& use);

}  // namespace msa
