// The beginning of a line of the trail, which is the same in all of them:
//   {"n":N,"time":"2026-11-21T19:31:22.104211Z","v":2,"record":"KIND",...
// Lines from before the tree have no n, and those of format 1 are transactions and do not say so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace msa {

enum class RecordKind {
    transaction,
    recipients,
    facts,
    // What the trail says of itself.
    tree,
    start,
    stop,
    reload,
    rules,
    tables,
    dkim_key,
    delegation,
    exception,
    candidate,
    gap,
    clock,
    rotation,
    audit_key,
    reveal,
    expiry,
    held,
    limit,
    suspension,
    other,  // of a later version
};

struct RecordHead {
    std::optional<std::uint64_t> n;
    std::int64_t time = 0;  // microseconds since 1970 in UTC
    RecordKind kind = RecordKind::other;
};

/// Absent: no line of a trail.
[[nodiscard]] std::optional<RecordHead> record_head(std::string_view line);

[[nodiscard]] std::string_view to_text(RecordKind kind);

}  // namespace msa
