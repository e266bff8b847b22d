// By what a table is known again.
#pragma once

#include "ownership/table_settings.h"
#include "tables/file_state.h"

#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct TableFingerprint {
    std::string sha256{};              // of what it holds, in hexadecimal; empty: it has none
    std::string_view why_none{};       // server, database, logins, too_large, changing, unreadable
    std::optional<FileState> state{};  // of its file

    bool operator==(const TableFingerprint&) const = default;
};

/// Files that are larger are known by size and time only: to read them again and again would take
/// seconds.
inline constexpr ::off_t most_fingerprinted = ::off_t{256} << 20U;

/// Whether the table has one that may change while it is in use.
[[nodiscard]] bool is_fingerprinted_file(const TableSettings& settings);

[[nodiscard]] TableFingerprint fingerprint(const TableSettings& settings);

}  // namespace msa
