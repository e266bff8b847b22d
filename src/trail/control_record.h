// What the trail says of itself, read from its lines.
#pragma once

#include "audit/note_key.h"
#include "crypto/digest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// The first record of a tree.
struct TreeRecord {
    std::string origin;
    std::string previous;  // the last checkpoint of the tree before; empty: there was none
    std::optional<VerifierKey> key;
    std::string reason;
};
[[nodiscard]] std::optional<TreeRecord> tree_record(std::string_view line);

/// Leaves of a file that was deleted, and the roots of the complete subtrees that cover them, from
/// the left to the right.
struct ExpiredLeaves {
    std::string file;
    std::string origin;
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    std::vector<Digest> subtrees;
};
[[nodiscard]] std::optional<std::vector<ExpiredLeaves>> expiry_record(std::string_view line);

/// The key that a record of the kind audit_key puts in force.
[[nodiscard]] std::optional<VerifierKey> audit_key_record(std::string_view line);

/// A member of the record's object; absent: it has none of that name and type.
[[nodiscard]] std::optional<std::string> text_member(std::string_view line, std::string_view name);
[[nodiscard]] std::optional<std::uint64_t> number_member(std::string_view line,
                                                         std::string_view name);
[[nodiscard]] std::optional<bool> truth_member(std::string_view line, std::string_view name);

[[nodiscard]] bool is_json(std::string_view line);

}  // namespace msa
